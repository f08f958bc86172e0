using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Clusters;
using Pipelines.Functions.Start;
using Pipelines.Functions.Tests.Platform;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Tests.Api.Logs;

/// <summary>Readers of logs who do not read.</summary>
public sealed class SlowReaderTests
{
    private const int LineLength = 8000;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private static readonly string s_filler = new('x', LineLength);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Readers_who_never_read_hold_up_neither_a_deployment_nor_another_reader_and_miss_nothing_later()
    {
        // 12 MB: more than the sockets of both sides hold.
        const int count = 1500;
        const int stuck = 10;
        await using var api = await StartAsync();
        var build = api.Builder.Hold();
        var (app, deployment) = await api.CreateAsync();
        await build.Begun.WaitAsync(s_patience, Cancellation);
        var live = await LiveAsync(api, $"v2/apps/{app}/deployments/{deployment}/logs?type=BUILD&follow=true");
        var sockets = await Task.WhenAll(Enumerable.Range(0, stuck).Select(_ => LogClient.ConnectAsync(live)));
        using var http = new HttpClient();
        using var text = await http.GetAsync(new Uri(live), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using var reader = await LogClient.ConnectAsync(live);

        for (var i = 0; i < count; i++)
        {
            api.Builder.Log($"line {i} {s_filler}");
        }

        build.Release();
        _ = await api.ActiveAsync(app, deployment);
        (await reader.ReadToEndAsync()).Skip(1).Select(NameOf).ShouldBe(Enumerable.Range(0, count).Select(i => $"line {i}"));
        reader.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);

        // Who reads late reads what is stored.
        (await sockets[0].ReadToEndAsync()).Skip(1).Select(NameOf).ShouldBe(Enumerable.Range(0, count).Select(i => $"line {i}"));
        (await text.Content.ReadAsStringAsync(Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(NameOf).ShouldBe(Enumerable.Range(0, count).Select(i => $"line {i}"));
        foreach (var socket in sockets)
        {
            await socket.DisposeAsync();
        }
    }

    [Fact]
    public async Task What_is_on_its_way_to_a_reader_who_never_reads_is_bounded()
    {
        await using var api = await StartAsync();
        var (app, _) = await api.CreateActiveAsync();
        var taken = new ConcurrentDictionary<int, int>();
        api.Cluster.OnLogs = (query, cancellation) => EndlessAsync(() => taken.AddOrUpdate(query.Tail!.Value, 1, (_, count) => count + 1), null, cancellation);
        await using var socket = await LogClient.ConnectAsync(await LiveAsync(api, $"v2/apps/{app}/logs?type=RUN&follow=true&tail_lines=1"));
        using var http = new HttpClient();
        using var text = await http.GetAsync(new Uri(await LiveAsync(api, $"v2/apps/{app}/logs?type=RUN&follow=true&tail_lines=2")), HttpCompletionOption.ResponseHeadersRead, Cancellation);

        // Another reads 32 MB meanwhile.
        await using var reader = await LogClient.ConnectAsync(await LiveAsync(api, $"v2/apps/{app}/logs?type=RUN&follow=true&tail_lines=3"));
        for (var i = 0; i < 4000; i++)
        {
            (await reader.ReadAsync()).ShouldNotBeNull();
        }

        (taken.GetValueOrDefault(1) * (long)LineLength).ShouldBeLessThan(2_000_000);
        (taken.GetValueOrDefault(2) * (long)LineLength).ShouldBeLessThan(2_000_000);
    }

    [Fact]
    public async Task A_reader_who_takes_nothing_for_too_long_is_cut_off_and_learns_why()
    {
        await using var api = await StartAsync("00:00:00.1");
        var (app, _) = await api.CreateActiveAsync();
        var ended = new TaskCompletionSource();
        api.Cluster.OnLogs = (_, cancellation) => EndlessAsync(() => { }, ended, cancellation);
        await using var socket = await LogClient.ConnectAsync(await LiveAsync(api, $"v2/apps/{app}/logs?type=RUN&follow=true"));

        // Its log is not read any more, while it is there to learn that.
        await ended.Task.WaitAsync(s_patience, Cancellation);
        (await socket.ReadToEndAsync()).ShouldNotBeEmpty();
        socket.CloseStatus.ShouldBe(WebSocketCloseStatus.PolicyViolation);
        socket.CloseReason.ShouldBe("nothing was read for 0.1 s: ask for the log again");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reader_of_text_who_takes_nothing_for_too_long_is_dropped(bool follow)
    {
        await using var api = await StartAsync("00:00:00.1");
        var (app, _) = await api.CreateActiveAsync();
        var ended = new TaskCompletionSource();
        api.Cluster.OnLogs = (_, cancellation) => EndlessAsync(() => { }, ended, cancellation);
        var logs = await api.GetAsync($"v2/apps/{app}/logs?type=RUN&follow={(follow ? "true" : "false")}");
        var address = follow ? logs.GetProperty("live_url").GetString()! : logs.GetProperty("historic_urls")[0].GetString()!;
        using var http = new HttpClient();
        using var text = await http.GetAsync(new Uri(address), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await ended.Task.WaitAsync(s_patience, Cancellation);

        // Not mistaken for the end of the log.
        await using var body = await text.Content.ReadAsStreamAsync(Cancellation);
        _ = await Should.ThrowAsync<IOException>(() => body.CopyToAsync(Stream.Null, Cancellation));
        api.Logs.Failures.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reader_whose_token_is_revoked_reads_no_further(bool socket)
    {
        await using var api = await StartAsync("00:00:00.5");
        var (app, _) = await api.CreateActiveAsync();
        api.Cluster.OnLogs = (_, cancellation) => OneAsync(cancellation);
        var tokens = api.Services.GetRequiredService<TokenStore>();
        var token = await tokens.CreateAsync("short", TokenScopes.Read, PlatformTeam.Id, null, Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"v2/apps/{app}/logs?type=RUN&follow=true");
        request.Headers.Authorization = new("Bearer", token.Secret);
        using var response = await api.Client.SendAsync(request, Cancellation);
        using var logs = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        var live = logs.RootElement.GetProperty("live_url").GetString()!;
        if (socket)
        {
            await using var frames = await LogClient.ConnectAsync(live);
            (await frames.ReadAsync()).ShouldNotBeNull();
            _ = await tokens.RevokeAsync(token.Token.Id, Cancellation);
            (await frames.ReadAsync()).ShouldBeNull();
            (frames.CloseStatus, frames.CloseReason).ShouldBe((WebSocketCloseStatus.PolicyViolation, "the token that the log was asked for with has ended"));
        }
        else
        {
            using var http = new HttpClient();
            using var text = await http.GetAsync(new Uri(live), HttpCompletionOption.ResponseHeadersRead, Cancellation);
            await using var body = await text.Content.ReadAsStreamAsync(Cancellation);
            _ = await tokens.RevokeAsync(token.Token.Id, Cancellation);
            _ = await Should.ThrowAsync<IOException>(() => body.CopyToAsync(Stream.Null, Cancellation));
        }

        api.Logs.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_one_app_only_so_many_read_at_once()
    {
        await using var api = new TestApi();
        api.Settings["Pipelines:LogReaders:MaximumPerApp"] = "2";
        _ = await api.StartAsync();
        var (app, _) = await api.CreateActiveAsync();
        api.Cluster.OnLogs = (_, cancellation) => EndlessAsync(() => { }, null, cancellation);
        var live = await LiveAsync(api, $"v2/apps/{app}/logs?type=RUN&follow=true");
        await using var first = await LogClient.ConnectAsync(live);
        var second = await LogClient.ConnectAsync(live);
        (await first.ReadAsync()).ShouldNotBeNull();
        (await second.ReadAsync()).ShouldNotBeNull();
        using var http = new HttpClient();
        (await StatusAsync()).ShouldBe(HttpStatusCode.TooManyRequests);

        await second.DisposeAsync();
        await TestApi.UntilAsync(async () => await StatusAsync() == HttpStatusCode.OK, () => "the place of who has gone is not free");

        async Task<HttpStatusCode> StatusAsync()
        {
            using var answer = await http.GetAsync(new Uri(live), HttpCompletionOption.ResponseHeadersRead, Cancellation);
            return answer.StatusCode;
        }
    }

    // Tests that cut nobody off are patient: they may stand still on a busy machine.
    private static Task<TestApi> StartAsync(string patience = "01:00:00")
    {
        var api = new TestApi();
        api.Settings["Pipelines:LogReaders:Patience"] = patience;
        return api.StartAsync();
    }

    private static async Task<string> LiveAsync(TestApi api, string path) => (await api.GetAsync(path)).GetProperty("live_url").GetString()!;

    private static string NameOf(string line) => line.Split(' ', 3)[2].Split(" x")[0];

    private static async IAsyncEnumerable<InstanceLogLine> OneAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return new InstanceLogLine("web", "web-1", DateTimeOffset.UnixEpoch, "hello");
        await Task.Delay(Timeout.Infinite, cancellation);
    }

    private static async IAsyncEnumerable<InstanceLogLine> EndlessAsync(Action onLine, TaskCompletionSource? ended, [EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                onLine();
                yield return new InstanceLogLine("web", "web-1", DateTimeOffset.UnixEpoch, s_filler);
                await Task.Yield();
            }
        }
        finally
        {
            _ = ended?.TrySetResult();
        }
    }
}
