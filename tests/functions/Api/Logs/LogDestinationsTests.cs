using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Pipelines.Activities.Tests.LogForwarding;
using Pipelines.Clusters;
using Pipelines.Functions.Tests.Platform;

namespace Pipelines.Functions.Tests.Api.Logs;

public sealed class LogDestinationsTests
{
    [Fact]
    public async Task Lines_go_where_the_active_deployment_says()
    {
        using var authority = new TestAuthority();
        await using var first = await HttpReceiver.StartAsync(authority);
        await using var second = await HttpReceiver.StartAsync(authority);
        await using var api = new TestApi();
        api.Settings["Pipelines:LogDestinations:AuthoritiesFile"] = authority.File;
        api.Settings["Pipelines:LogDestinations:LookInterval"] = "00:00:00.05";
        api.Settings["Pipelines:LogDestinations:Linger"] = "00:00:00.01";
        var written = new List<InstanceLogLine>();
        var more = Channel.CreateUnbounded<string>();
        using var begun = new SemaphoreSlim(0);
        api.Cluster.OnLogs = (_, cancellation) => ReadAsync(written, more.Reader, begun, cancellation);
        _ = await api.StartAsync();
        var (app, _) = await api.CreateActiveAsync(Spec(first));
        _ = more.Writer.TryWrite("one");
        (await TextAsync(first)).ShouldBe("one");
        await begun.WaitAsync(TestContext.Current.CancellationToken);

        var next = (await api.PutAsync($"v2/apps/{app}", new { spec = Spec(second) })).GetProperty("app").GetProperty("pending_deployment").GetProperty("id").GetString()!;
        _ = await api.ActiveAsync(app, next);
        await begun.WaitAsync(TestContext.Current.CancellationToken);
        _ = more.Writer.TryWrite("two");
        var received = await second.NextAsync();
        received.Headers["X-Key"].ShouldBe("key-of-the-header");
        received.Body.ShouldContain("\"two\"");
        api.Logs.All.ShouldNotContain("key-of-the-header");
    }

    private static object Spec(HttpReceiver receiver) => new
    {
        name = "shop",
        services = new[]
        {
            new
            {
                name = "web",
                git = new { repo_clone_url = "https://git.example/shop.git", branch = "main" },
                log_destinations = new[] { new { name = "mine", endpoint = receiver.Address.ToString(), headers = new[] { new { key = "X-Key", value = "key-of-the-header" } } } },
            },
        },
    };

    private static async Task<string> TextAsync(HttpReceiver receiver) => (string)JsonNode.Parse((await receiver.NextAsync()).Body)![0]!["message"]!;

    // What was read before is kept, as a cluster keeps it.
    private static async IAsyncEnumerable<InstanceLogLine> ReadAsync(List<InstanceLogLine> written, ChannelReader<string> more, SemaphoreSlim begun, [EnumeratorCancellation] CancellationToken cancellation)
    {
        begun.Release();
        foreach (var line in written.ToList())
        {
            yield return line;
        }

        await foreach (var text in more.ReadAllAsync(cancellation))
        {
            written.Add(new InstanceLogLine("web", "web-1", DateTimeOffset.UtcNow, text));
            yield return written[^1];
        }
    }
}
