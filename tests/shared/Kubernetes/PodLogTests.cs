using Pipelines.Kubernetes.Tests.Faults;

namespace Pipelines.Kubernetes.Tests;

public sealed class PodLogTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_have_the_kubelets_time_and_are_cut()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect(limits: new KubernetesLimits { MaximumLogLine = 44 });
        server.ThenLines(
            StreamEnd.Proper,
            "2026-11-22T12:00:00.123456789Z hello",
            "2026-11-22T12:00:01Z with return\r",
            "2026-11-22T14:00:02.5+02:00",
            "failed to watch file \"/var/log/pods\"",
            "2026-11-22T12:00:03.000000000Z 0123456789abéand on and on" + new string('x', 100_000),
            "2026-11-22T12:00:04.000000000Z   indented");

        var lines = await api.ReadLogsAsync(new PodLogQuery("s", "p", "c"), Cancellation).ToListAsync(Cancellation);

        lines.ShouldBe(
        [
            new PodLogLine(Noon.AddTicks(1_234_567), "hello"),
            new PodLogLine(Noon.AddSeconds(1), "with return"),
            new PodLogLine(Noon.AddSeconds(2.5), string.Empty),
            new PodLogLine(Noon.AddSeconds(2.5), "failed to watch file \"/var/log/pods\""),
            new PodLogLine(Noon.AddSeconds(3), "0123456789ab"),
            new PodLogLine(Noon.AddSeconds(4), "  indented"),
        ]);
        server.Seen[0].Path.ShouldBe("/api/v1/namespaces/s/pods/p/log");
        server.Seen[0].Query.Select(pair => $"{pair.Key}={pair.Value}").ShouldBe(["container=c", "timestamps=true"]);
    }

    [Fact]
    public async Task Only_what_was_written_since_is_told()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect();
        server.ThenLines(StreamEnd.Proper, "2026-11-22T12:00:00.100000000Z before", "2026-11-22T12:00:00.700000000Z after");

        var lines = await api.ReadLogsAsync(new PodLogQuery("s", "p", "c", Follow: true, Previous: true, Tail: 7, Since: Noon.AddSeconds(0.5)), Cancellation).ToListAsync(Cancellation);

        lines.Select(line => line.Text).ShouldBe(["after"]);
        server.Seen[0].Query.Select(pair => $"{pair.Key}={pair.Value}").ShouldBe(
            ["container=c", "timestamps=true", "follow=true", "previous=true", "tailLines=7", "sinceTime=2026-11-22T12:00:00Z"]);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_told_after_what_came()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect();
        var seen = new TaskCompletionSource();
        server.ThenLinesUntil(seen.Task, "2026-11-22T12:00:00Z one");

        var told = new List<string>();
        var broken = await Should.ThrowAsync<KubernetesException>(async () =>
        {
            await foreach (var line in api.ReadLogsAsync(new PodLogQuery("s", "p", "c", Follow: true), Cancellation))
            {
                told.Add(line.Text);
                seen.SetResult();
            }
        });

        broken.Reason.ShouldBe(KubernetesException.Unreachable);
        told.ShouldBe(["one"]);
    }

    [Fact]
    public async Task A_container_that_waits_is_refused_with_the_reason()
    {
        await using var server = await FaultServer.StartAsync();
        using var api = server.Connect();
        server.ThenStatus(400, "BadRequest", "container \"c\" in pod \"p\" is waiting to start: ContainerCreating");

        var refused = await Should.ThrowAsync<KubernetesException>(async () => await api.ReadLogsAsync(new PodLogQuery("s", "p", "c"), Cancellation).ToListAsync(Cancellation));

        (refused.StatusCode, refused.Message).ShouldBe((400, "read the log of s/p c: container \"c\" in pod \"p\" is waiting to start: ContainerCreating"));
    }
}
