using Pipelines.Clusters;

namespace Pipelines.Node.Tests.Cluster;

public sealed class ResilienceTests
{
    [Theory]
    [InlineData("runc")]
    [InlineData("runsc")]
    public async Task A_killed_node_leaves_instances_running_and_the_next_one_adopts_them(string runtime)
    {
        await using var node = await TestNode.StartAsync(runtime);
        await node.DeployAsync(node.Release("keeps", "r1", node.Service(instances: 2)));
        var before = await node.Cluster.ListInstancesAsync("keeps");
        var killed = await node.ProcessIdAsync();
        await node.KillAsync();

        (await node.ProcessIdAsync()).ShouldNotBe(killed);
        await node.WaitAsync("keeps", "r1", each => each is { State: ReleaseState.Healthy, Routed: true });
        (await node.GetAsync("keeps")).ShouldStartWith("v1 ");
        var after = await node.Cluster.ListInstancesAsync("keeps");
        after.Select(each => (each.Name, each.StartedAt, each.Restarts)).ShouldBe(before.Select(each => (each.Name, each.StartedAt, each.Restarts)), ignoreOrder: true);
    }

    [Fact]
    public async Task A_watcher_does_not_notice_that_the_node_was_killed()
    {
        await using var node = await TestNode.StartAsync();
        await node.DeployAsync(node.Release("watched", "r1", node.Service()));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var watch = node.Cluster.WatchReleaseAsync("watched", "r1", limit.Token).GetAsyncEnumerator();
        (await watch.MoveNextAsync()).ShouldBeTrue();
        await node.KillAsync();
        await node.Cluster.GetNodeAsync();
        await node.DeployAsync(node.Release("watched", "r2", node.Service()));
        while (watch.Current.Routed)
        {
            (await watch.MoveNextAsync()).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Nothing_is_lost_when_traffic_is_switched_under_load()
    {
        await using var node = await TestNode.StartAsync();
        await node.DeployAsync(node.Release("busy", "r1", node.Service(instances: 2)));
        await using var load = new Load(node, "busy");
        for (var i = 2; i <= 4; i++)
        {
            (await node.DeployAsync(node.Release("busy", $"r{i}", node.Service(version: $"v{i}", instances: 2)))).State.ShouldBe(ReleaseState.Healthy);
            await node.Cluster.RetireAsync("busy", $"r{i - 1}");
        }

        (await load.EndAsync()).ShouldBeEmpty();
        load.Answered.ShouldBeGreaterThan(50);
        (await node.GetAsync("busy")).ShouldStartWith("v4 ");
    }

    [Fact]
    public async Task A_slow_request_is_finished_before_its_release_is_stopped()
    {
        await using var node = await TestNode.StartAsync();
        await node.DeployAsync(node.Release("slow", "r1", node.Service()));
        var slow = node.GetAsync("slow", "/cgi-bin/slow");
        await node.DeployAsync(node.Release("slow", "r2", node.Service(version: "v2")));
        await node.Cluster.RetireAsync("slow", "r1");
        slow.IsCompleted.ShouldBeTrue();
        (await slow).ShouldBe("finished v1");
    }

    [Fact]
    public async Task A_killed_shim_is_noticed_and_its_instance_started_again()
    {
        await using var node = await TestNode.StartAsync();
        await node.DeployAsync(node.Release("shimless", "r1", node.Service()));
        var marker = Directory.EnumerateFiles(Path.Combine(node.Data, "run"), "*.pid").ShouldHaveSingleItem();
        using (var shim = System.Diagnostics.Process.GetProcessById(int.Parse((await File.ReadAllTextAsync(marker)).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)))
        {
            shim.Kill();
        }

        await node.WaitAsync("shimless", "r1", each => each is { State: ReleaseState.Healthy, Components: [{ Restarts: 1 }] });
        (await node.GetAsync("shimless")).ShouldStartWith("v1 ");
    }

    [Fact]
    public async Task After_a_shutdown_with_instances_the_next_node_brings_them_back()
    {
        await using var node = await TestNode.StartAsync();
        await node.DeployAsync(node.Release("back", "r1", node.Service()));
        await node.Cluster.ShutdownAsync(stopInstances: true);
        Directory.EnumerateDirectories(Path.Combine(node.Data, "instances")).ShouldBeEmpty();
        await node.WaitAsync("back", "r1", each => each is { State: ReleaseState.Healthy, Routed: true });
        (await node.GetAsync("back")).ShouldStartWith("v1 ");
    }
}
