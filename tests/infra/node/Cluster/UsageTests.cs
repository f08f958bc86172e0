using Pipelines.Clusters;

namespace Pipelines.Node.Tests.Cluster;

public sealed class UsageTests
{
    [Theory]
    [InlineData("runc")]
    [InlineData("runsc")]
    public async Task Use_of_instances_and_answers_of_the_ingress_are_measured(string runtime)
    {
        await using var node = await TestNode.StartAsync(runtime);
        var release = node.Release("busy", "r1", node.Service(), node.Worker("while true; do :; done", "spinner"));
        (await node.DeployAsync(release)).State.ShouldBe(ReleaseState.Healthy);
        for (var i = 0; i < 3; i++)
        {
            _ = await node.GetAsync("busy");
        }

        using var missing = await node.SendAsync("busy", "/nothing-here");
        IReadOnlyList<InstanceUsage> instances = [];
        await Eventually.BeAsync(async () => (instances = await node.Cluster.MeasureInstancesAsync()).Any(each => each.Component == "spinner" && each.ProcessorTime > TimeSpan.FromMilliseconds(200)), "a spinning worker that is measured", 60);
        var web = instances.Single(each => each.Component == "web");
        web.AppId.ShouldBe("busy");
        web.MemoryBytes.ShouldNotBeNull().ShouldBeInRange(1 << 10, 64 << 20);
        web.MemoryLimitBytes.ShouldBe(64 << 20);
        web.Restarts.ShouldBe(0);
        var requests = (await node.Cluster.MeasureRequestsAsync()).ShouldNotBeNull().ShouldHaveSingleItem();
        requests.AppId.ShouldBe("busy");
        requests.Component.ShouldBe("web");
        requests.Classes.ShouldBe([0, 3, 0, 1, 0]);
        requests.Buckets.Sum().ShouldBe(4);
        requests.Duration.ShouldBeGreaterThan(TimeSpan.Zero);
    }
}
