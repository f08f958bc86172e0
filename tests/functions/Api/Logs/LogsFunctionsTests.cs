using System.Net;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Pipelines.Clusters;
using Pipelines.Functions.Tests.Platform;
using Pipelines.Orchestrations.Tests.Platform;

namespace Pipelines.Functions.Tests.Api.Logs;

public sealed class LogsFunctionsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_finished_build_is_read_from_its_historic_address_without_a_token()
    {
        await using var api = await new TestApi().StartAsync();
        api.Builder.OnBuild = (request, _) =>
        {
            api.Builder.Log("compiled");
            return Task.FromResult(FakeBuilder.Image(request));
        };
        var (app, deployment) = await api.CreateActiveAsync();
        var logs = await api.GetAsync($"v2/apps/{app}/deployments/{deployment}/logs?type=BUILD&follow=false&tail_lines=-1");
        logs.GetProperty("live_url").GetString().ShouldBe("");
        var text = await DownloadAsync(logs);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.ShouldAllBe(line => line.StartsWith("web 2"));
        lines[^1].ShouldEndWith("Z compiled");
        DateTimeOffset.Parse(lines[^1].Split(' ')[1]).ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));

        (await DownloadAsync(await api.GetAsync($"v2/apps/{app}/components/web/logs?type=BUILD&tail_lines=1"))).ShouldBe(lines[^1] + "\n");
        (await DownloadAsync(await api.GetAsync($"v2/apps/{app}/deployments/{deployment}/components/web/logs?type=DEPLOY"))).ShouldContain("web is healthy");
        (await DownloadAsync(await api.GetAsync($"v2/apps/{app}/deployments/{deployment}/logs?type=DEPLOY&component_name=web"))).ShouldContain("web is healthy");
        (await DownloadAsync(await api.GetAsync($"v2/apps/{app}/logs?type=BUILD"))).ShouldBe(text);
    }

    [Fact]
    public async Task A_historic_log_is_compressed_for_whoever_takes_it()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, _) = await api.CreateActiveAsync();
        var url = (await api.GetAsync($"v2/apps/{app}/logs?type=BUILD")).GetProperty("historic_urls")[0].GetString()!;
        using var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip };
        using var client = new HttpClient(handler);
        (await client.GetStringAsync(new Uri(url), Cancellation)).ShouldContain("building");
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var plain = new HttpClient();
        using var response = await plain.SendAsync(request, Cancellation);
        response.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
    }

    [Fact]
    public async Task Components_are_interleaved_by_time_and_cut_in_the_sum()
    {
        await using var api = await new TestApi().StartAsync();
        var turn = new SemaphoreSlim(1);
        api.Builder.OnBuild = async (request, cancellation) =>
        {
            await turn.WaitAsync(cancellation);
            turn.Release();
            return FakeBuilder.Image(request);
        };
        var spec = new { name = "shop", services = new[] { TestApi.Service("web"), TestApi.Service("api") }, ingress = new { rules = new[] { new { match = new { path = new { prefix = "/" } }, component = new { name = "web" } } } } };
        var (app, deployment) = await api.CreateActiveAsync(spec);
        var lines = (await DownloadAsync(await api.GetAsync($"v2/apps/{app}/deployments/{deployment}/logs?type=BUILD"))).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Select(line => line.Split(' ')[0]).Distinct().Order().ShouldBe(["api", "web"]);
        lines.Select(line => line.Split(' ')[1]).ShouldBeInOrder();
        (await DownloadAsync(await api.GetAsync($"v2/apps/{app}/deployments/{deployment}/logs?type=BUILD&tail_lines=1"))).ShouldBe(lines[^1] + "\n");
    }

    [Fact]
    public async Task Fifty_readers_follow_a_build_and_one_that_does_not_read_holds_up_nobody()
    {
        const int readers = 50;
        const int count = 400;
        await using var api = new TestApi();
        var build = api.Builder.Hold();
        _ = await api.StartAsync();
        var (app, deployment) = await api.CreateAsync();
        await build.Begun;
        var logs = await api.GetAsync($"v2/apps/{app}/deployments/{deployment}/logs?type=BUILD&follow=true&tail_lines=-1");
        var live = logs.GetProperty("live_url").GetString()!;
        await using var stuck = await LogClient.ConnectAsync(live);
        var clients = await Task.WhenAll(Enumerable.Range(0, readers).Select(_ => LogClient.ConnectAsync(live)));
        (await Task.WhenAll(clients.Select(client => client.ReadAsync()))).ShouldAllBe(line => line!.Contains("building"));

        var filler = new string('x', 2000);
        for (var i = 0; i < count; i++)
        {
            api.Builder.Log($"line {i} {filler}");
        }

        build.Release();
        _ = await api.ActiveAsync(app, deployment);
        var all = await Task.WhenAll(clients.Select(client => client.ReadToEndAsync()));
        foreach (var lines in all)
        {
            lines.Select(line => line.Split(' ', 3)[2].Split(" x")[0]).ShouldBe(Enumerable.Range(0, count).Select(i => $"line {i}"));
        }

        foreach (var client in clients)
        {
            client.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_build_that_is_reused_ends_its_followers()
    {
        await using var api = new TestApi();
        _ = await api.StartAsync();
        var (app, _) = await api.CreateActiveAsync();
        var starting = new TaskCompletionSource();
        api.Cluster.OnApply = (release, component) =>
        {
            _ = starting.TrySetResult();
            return FakeCluster.Starting(component.Name);
        };
        var second = (await api.PutAsync($"v2/apps/{app}", new { spec = TestApi.Spec(greeting: "hi") })).GetProperty("app").GetProperty("pending_deployment").GetProperty("id").GetString()!;
        var live = (await api.GetAsync($"v2/apps/{app}/deployments/{second}/logs?type=DEPLOY&follow=true")).GetProperty("live_url").GetString()!;
        await using var deploy = await LogClient.ConnectAsync(live);
        await using var build = await LogClient.ConnectAsync((await api.GetAsync($"v2/apps/{app}/deployments/{second}/logs?type=BUILD&follow=true")).GetProperty("live_url").GetString()!);
        await starting.Task;
        (await build.ReadToEndAsync()).ShouldBeEmpty();
        api.Cluster.Set(second, FakeCluster.Healthy("web"));
        (await deploy.ReadToEndAsync())[^1].ShouldEndWith("web is healthy");
        deploy.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
    }

    [Fact]
    public async Task The_output_of_instances_comes_from_the_cluster_until_the_host_stops()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, deployment) = await api.CreateActiveAsync();
        var lines = Channel.CreateUnbounded<string>();
        var queries = Channel.CreateUnbounded<InstanceLogQuery>();
        api.Cluster.OnLogs = (query, cancellation) => ReadAsync(query, lines.Reader, queries.Writer, cancellation);
        var logs = await api.GetAsync($"v2/apps/{app}/logs?type=RUN&follow=true&tail_lines=100");
        await using var client = await LogClient.ConnectAsync(logs.GetProperty("live_url").GetString()!);
        await lines.Writer.WriteAsync("hello", Cancellation);
        (await client.ReadAsync())!.ShouldMatch("^web 2026-11-22T00:00:00.0000000Z hello$");
        await lines.Writer.WriteAsync(new string('ä', 70_000), Cancellation);
        Encoding.UTF8.GetByteCount((await client.ReadAsync())!).ShouldBeLessThan(64 * 1024);
        (await queries.Reader.ReadAsync(Cancellation)).ShouldBe(new InstanceLogQuery(app, null, deployment, 100, true));

        var stop = api.Host.StopAsync(Cancellation);
        (await client.ReadAsync()).ShouldBeNull();
        client.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
        await stop;
    }

    [Fact]
    public async Task A_client_that_goes_ends_its_reading()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, _) = await api.CreateActiveAsync();
        var ended = new TaskCompletionSource();
        api.Cluster.OnLogs = (_, cancellation) => WaitAsync(ended, cancellation);
        var live = (await api.GetAsync($"v2/apps/{app}/logs?type=RUN&follow=true")).GetProperty("live_url").GetString()!;
        await using (var client = await LogClient.ConnectAsync(live))
        {
            (await client.ReadAsync())!.ShouldEndWith("first");
        }

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);

        using var http = new HttpClient();
        using var stream = new StreamReader(await http.GetStreamAsync(new Uri(live), Cancellation));
        (await stream.ReadLineAsync(Cancellation))!.ShouldEndWith("first");
    }

    [Fact]
    public async Task An_address_that_was_changed_or_is_made_up_opens_nothing()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, _) = await api.CreateActiveAsync();
        var url = (await api.GetAsync($"v2/apps/{app}/logs?type=BUILD")).GetProperty("historic_urls")[0].GetString()!;
        var token = url[(url.LastIndexOf('/') + 1)..];
        var (payload, signature) = (token.Split('.')[0], token.Split('.')[1]);
        var forged = Convert.ToBase64String("""{"Grant":{"AppId":"x","DeploymentId":"y","Type":0},"Until":99999999999}"""u8).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        using var client = new HttpClient { BaseAddress = api.Client.BaseAddress };
        foreach (var bad in (string[])[$"{forged}.{signature}", $"{payload}.{new string('A', signature.Length)}", $"{payload}.", payload, "%20", $"{payload[..^1]}.{signature}", new string('a', 5000)])
        {
            using var response = await client.GetAsync("v2-logs/" + bad, Cancellation);
            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden, bad);
        }
    }

    [Fact]
    public async Task What_is_not_there_and_what_is_not_understood_is_said()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, deployment) = await api.CreateActiveAsync();
        _ = await api.GetAsync($"v2/apps/{app}/components/nobody/logs?type=BUILD", HttpStatusCode.NotFound);
        _ = await api.GetAsync($"v2/apps/{app}/deployments/{Guid.NewGuid()}/logs?type=BUILD", HttpStatusCode.NotFound);
        _ = await api.GetAsync($"v2/apps/{Guid.NewGuid()}/logs?type=BUILD", HttpStatusCode.NotFound);
        _ = await api.GetAsync($"v2/apps/{app}/deployments/{deployment}/logs?type=WALK", HttpStatusCode.BadRequest);
        _ = await api.GetAsync($"v2/apps/{app}/deployments/{deployment}/logs?type=RUN&tail_lines=few", HttpStatusCode.BadRequest);
    }

    private static async Task<string> DownloadAsync(JsonElement logs)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri(logs.GetProperty("historic_urls").EnumerateArray().Single().GetString()!), Cancellation);
    }

    private static async IAsyncEnumerable<InstanceLogLine> ReadAsync(
        InstanceLogQuery query, ChannelReader<string> lines, ChannelWriter<InstanceLogQuery> queries, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await queries.WriteAsync(query, cancellation);
        await foreach (var line in lines.ReadAllAsync(cancellation))
        {
            yield return new InstanceLogLine("web", "web-1", new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero), line);
        }
    }

    private static async IAsyncEnumerable<InstanceLogLine> WaitAsync(TaskCompletionSource ended, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return new InstanceLogLine("web", "web-1", DateTimeOffset.UnixEpoch, "first");
        try
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellation);
        }
        finally
        {
            _ = ended.TrySetResult();
        }
    }
}
