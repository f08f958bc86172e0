using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Pipelines.Kubernetes.Tests.Faults;
using Pipelines.Kubernetes.Tests.RealCluster;

namespace Pipelines.Kubernetes.Tests;

public sealed class WatchTests
{
    private static readonly ResourceQuery Query = new(Manifests.ConfigMap, "s", LabelSelector: "a=b");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_watch_that_ends_is_resumed_where_it_was()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect();
        server
            .ThenJson(Lists.Part("5", null, "s/a"))
            .ThenLines(StreamEnd.Proper, Lists.Line("ADDED", "s/b", "6"), Lists.Line("BOOKMARK", "s/x", "20"))
            .ThenBreak()
            .ThenLines(StreamEnd.Silent, Lists.Line("DELETED", "s/a", "21"));

        (await TakeAsync(api, 5)).ShouldBe(["Reset", "Applied s/a", "Synced", "Applied s/b", "Deleted s/a"]);

        var watches = server.Seen.Skip(1).ToList();
        watches.Select(request => (string?)request.Query["resourceVersion"]).ShouldBe(["5", "20", "20"]);
        watches.ShouldAllBe(request => request.Path == "/api/v1/namespaces/s/configmaps" && request.Query["watch"] == "1" && request.Query["allowWatchBookmarks"] == "true" && request.Query["labelSelector"] == "a=b");
        watches.ShouldAllBe(request => int.Parse(request.Query["timeoutSeconds"]!) >= 300 && int.Parse(request.Query["timeoutSeconds"]!) <= 451);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_watch_whose_connection_breaks_is_resumed_where_it_was(bool http2)
    {
        await using var server = await FaultServer.StartAsync(http2);
        using var api = server.Connect();
        var told = new TaskCompletionSource();
        server
            .ThenJson(Lists.Part("5", null))
            .ThenLinesUntil(told.Task, Lists.Line("ADDED", "s/a", "6"))
            .ThenLines(StreamEnd.Silent, Lists.Line("ADDED", "s/b", "7"));

        (await TakeAsync(api, 4, name => name == "Applied s/a" && told.TrySetResult())).ShouldBe(["Reset", "Synced", "Applied s/a", "Applied s/b"]);
        server.Seen[^1].Query["resourceVersion"].ToString().ShouldBe("6");
    }

    [Fact]
    public async Task A_line_that_broke_off_is_no_event()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect();
        var whole = Lists.Line("ADDED", "s/b", "6");
        server
            .ThenJson(Lists.Part("5", null))
            .Then(async context => await context.Response.WriteAsync(whole[..20]))
            .ThenLines(StreamEnd.Silent, whole);

        (await TakeAsync(api, 3)).ShouldBe(["Reset", "Synced", "Applied s/b"]);
    }

    [Fact]
    public async Task A_place_that_the_server_forgot_begins_again()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect();
        server
            .ThenJson(Lists.Part("5", null, "s/a"))
            .ThenLines(StreamEnd.Proper, Lists.Error(410, "Expired"))
            .ThenJson(Lists.Part("50", null, "s/b"))
            .ThenStatus(410, "Gone", "too old resource version")
            .ThenJson(Lists.Part("90", "next", "s/c"))
            .ThenStatus(410, "Expired", "continue is too old")
            .ThenJson(Lists.Part("99", null, "s/d"))
            .ThenLines(StreamEnd.Silent, Lists.Line("MODIFIED", "s/d", "100"));

        (await TakeAsync(api, 12)).ShouldBe(
        [
            "Reset", "Applied s/a", "Synced",
            "Reset", "Applied s/b", "Synced",
            "Reset", "Applied s/c",
            "Reset", "Applied s/d", "Synced", "Applied s/d",
        ]);
        server.Seen[^1].Query["resourceVersion"].ToString().ShouldBe("99");
    }

    [Fact]
    public async Task Outages_are_waited_out_however_long()
    {
        await using var server = await FaultServer.StartAsync();
        var time = new ImpatientTimeProvider();
        using var api = server.Connect(time);
        server.ThenJson(Lists.Part("5", null)).ThenLines(StreamEnd.Proper, Lists.Error(500, "InternalError"));
        for (var count = 0; count < 30; count++)
        {
            server.ThenStatus(503, "ServiceUnavailable", "starting");
        }

        server.ThenStatus(429, "TooManyRequests", "busy", "1").ThenLines(StreamEnd.Silent, Lists.Line("ADDED", "s/b", "6"));

        (await TakeAsync(api, 3)).ShouldBe(["Reset", "Synced", "Applied s/b"]);
        time.Waits.Aggregate((sum, wait) => sum + wait).ShouldBeGreaterThan(TimeSpan.FromMinutes(3));
        server.Seen.Skip(1).ShouldAllBe(request => request.Query["resourceVersion"] == "5");
    }

    [Fact]
    public async Task A_watch_that_is_not_allowed_ends_with_the_servers_words()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect();
        server.ThenJson(Lists.Part("5", null)).ThenStatus(403, "Forbidden", "cannot watch");
        var refused = await Should.ThrowAsync<KubernetesException>(() => TakeAsync(api, 3));
        (refused.StatusCode, refused.Message).ShouldBe((403, "watch v1 ConfigMap s: cannot watch"));

        server.ThenJson(Lists.Part("5", null)).ThenLines(StreamEnd.Proper, Lists.Error(403, "Forbidden"));
        (await Should.ThrowAsync<KubernetesException>(() => TakeAsync(api, 3))).Reason.ShouldBe("Forbidden");
    }

    [Fact]
    public async Task A_connection_that_is_silent_for_too_long_is_replaced()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect(TimeProvider.System, new KubernetesLimits { WatchIdle = TimeSpan.FromMilliseconds(200) });
        server
            .ThenJson(Lists.Part("5", null))
            .ThenLines(StreamEnd.Silent, Lists.Line("ADDED", "s/a", "6"))
            .ThenLines(StreamEnd.Silent, Lists.Line("ADDED", "s/b", "7"));

        (await TakeAsync(api, 4)).ShouldBe(["Reset", "Synced", "Applied s/a", "Applied s/b"]);
        server.Seen[^1].Query["resourceVersion"].ToString().ShouldBe("6");
    }

    [Fact]
    public async Task A_half_closed_stream_is_resumed()
    {
        const string Head = "HTTP/1.1 200 OK\nContent-Type: application/json\nTransfer-Encoding: chunked\n\n";
        var list = Lists.Part("5", null);
        await using var server = new HalfClosingServer(
            Head + Chunk(list) + "0\n\n",
            Head + Chunk(Lists.Line("ADDED", "s/a", "6") + "\n") + "400\n{\"type\":\"ADDED\"",
            Head + Chunk(Lists.Line("ADDED", "s/b", "7") + "\n"));
        using var api = new KubernetesApi(new k8s.KubernetesClientConfiguration { Host = server.Address }, new KubernetesLimits(), new ImpatientTimeProvider(), NullLogger.Instance);

        (await TakeAsync(api, 4)).ShouldBe(["Reset", "Synced", "Applied s/a", "Applied s/b"]);
    }

    [Fact]
    public async Task A_line_without_end_is_not_read_to_its_end()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect(limits: new KubernetesLimits { MaximumWatchLine = 100_000 });
        server.ThenJson(Lists.Part("5", null)).Then(async context =>
        {
            var piece = new string('x', 64 * 1024);
            while (true)
            {
                await context.Response.WriteAsync(piece, context.RequestAborted);
            }
        });

        (await Should.ThrowAsync<KubernetesException>(() => TakeAsync(api, 3))).Reason.ShouldBe(KubernetesException.InvalidAnswer);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"type\":\"ADDED\"}")]
    [InlineData("{\"type\":7,\"object\":{}}")]
    public async Task A_line_that_is_no_event_is_an_error(string line)
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect();
        server.ThenJson(Lists.Part("5", null)).ThenLines(StreamEnd.Proper, line);

        (await Should.ThrowAsync<KubernetesException>(() => TakeAsync(api, 3))).Reason.ShouldBe(KubernetesException.InvalidAnswer);
    }

    [Fact]
    public async Task Cancelling_ends_a_silent_watch()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        server.ThenJson(Lists.Part("5", null)).ThenLines(StreamEnd.Silent, Lists.Line("ADDED", "s/a", "6"));

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var change in api.WatchAsync(Query, cancel.Token))
            {
                if (change.Object is not null)
                {
                    await cancel.CancelAsync();
                }
            }
        });
    }

    // The server makes each line break two bytes.
    private static string Chunk(string text) => $"{text.ReplaceLineEndings("\r\n").Length:x}\n{text}\n";

    private static async Task<List<string>> TakeAsync(KubernetesApi api, int count, Func<string, bool>? seen = null)
    {
        var told = new List<string>();
        await foreach (var change in api.WatchAsync(Query, Cancellation))
        {
            told.Add(change.Object is { } item ? $"{change.Type} {Lists.Name(item)}" : $"{change.Type}");
            seen?.Invoke(told[^1]);
            if (told.Count == count)
            {
                break;
            }
        }

        return told;
    }
}
