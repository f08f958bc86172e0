using System.Net;
using System.Net.Sockets;
using Pipelines.AppSpecs;
using Pipelines.Clusters;

namespace Pipelines.Node.Tests.Cluster;

public sealed class NetworkTests
{
    [Theory]
    [InlineData("runc")]
    [InlineData("runsc")]
    [InlineData("process")]
    public async Task Components_reach_each_other_by_name(string runtime)
    {
        await using var node = await TestNode.StartAsync(runtime);
        const string Ask = "until wget -qO /tmp/pln-answer http://{0}/cgi-bin/env; do sleep 0.1; done; cat /tmp/pln-answer";
        var caller = node.Worker($"{string.Format(null, Ask, "api")}; {string.Format(null, Ask, "api:9000")}; rm -f /tmp/pln-answer; exec sleep 600", "caller");
        await node.DeployAsync(node.Release("names", "r1", node.Service("api", version: "hello-from-api", port: 9000), caller));
        await Eventually.BeAsync(async () => await CountAsync(node, "hello-from-api") == 2, "both names answer");
    }

    [Fact]
    public async Task With_a_gateway_an_instance_reaches_the_internet()
    {
        Assert.SkipWhen(Commands.Command.Find("slirp4netns") is null || Commands.Command.Find("nft") is null, "slirp4netns or nft is not installed.");

        // An address of the range for documentation stands for the internet: public to every filter, and ours here.
        const string Internet = "203.0.113.77";
        await Commands.Command.RunAsync("ip", ["address", "add", Internet + "/32", "dev", "lo"]);
        try
        {
            await using var node = await TestNode.StartAsync(egress: "auto");
            (await node.Cluster.GetNodeAsync()).Egress.ShouldBe("slirp4netns");
            using var server = new TcpListener(IPAddress.Parse(Internet), 0);
            server.Start();
            var port = ((IPEndPoint)server.LocalEndpoint).Port;
            await node.DeployAsync(node.Release("outward", "r1", node.Worker($"until echo hello | nc {Internet} {port}; do sleep 0.1; done; exec sleep 600")));
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            using var caller = await server.AcceptTcpClientAsync(limit.Token);
            using var reader = new StreamReader(caller.GetStream());
            (await reader.ReadLineAsync(limit.Token)).ShouldBe("hello");
            caller.Close();
        }
        finally
        {
            await Commands.Command.RunAsync("ip", ["address", "delete", Internet + "/32", "dev", "lo"]);
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("auto")]
    public async Task An_app_reaches_neither_another_app_nor_the_host(string egress)
    {
        await using var node = await TestNode.StartAsync(egress: egress);
        using var host = new TcpListener(IPAddress.Any, 0);
        host.Start();
        var port = ((IPEndPoint)host.LocalEndpoint).Port;
        await node.DeployAsync(node.Release("victim", "r1", node.Service(instances: 2)));
        await node.DeployAsync(node.Release("spy", "r1", node.Service()));
        string[] targets = [$"127.0.0.1:{port}", $"10.10.0.1:{port}", $"{HostAddress()}:{port}", "10.10.0.3:8080", "victim:8080"];
        var tries = string.Join("; ", targets.Select(target => $"(wget -qO- http://{target}/ & p=$!; sleep 1; kill $p; wait $p) && exit 9"));
        var result = await node.Cluster.RunJobAsync(new JobRun
        {
            Key = "spy",
            AppId = "spy",
            ReleaseId = "r1",
            Component = node.Worker($"wget -qO- http://10.10.0.2:8080/ || exit 8; {tries}; exit 0") with { Kind = ComponentKind.Job },
        });
        string.Join('|', result.Failure?.LastLines ?? []).ShouldBeEmpty();
        result.Succeeded.ShouldBeTrue();
        host.Pending().ShouldBeFalse();
    }

    private static string HostAddress() => Dns.GetHostAddresses(Dns.GetHostName()).FirstOrDefault(each => each.AddressFamily == AddressFamily.InterNetwork)?.ToString() ?? "127.0.0.1";

    private static async Task<int> CountAsync(TestNode node, string text)
    {
        var count = 0;
        await foreach (var line in node.Cluster.ReadLogsAsync(new InstanceLogQuery("names", "caller")))
        {
            count += line.Text.Contains(text, StringComparison.Ordinal) ? 1 : 0;
        }

        return count;
    }
}
