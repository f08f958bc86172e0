using Pipelines.Clusters;

namespace Pipelines.Node.Tests.Cluster;

/// <summary>What images have left on the disk goes when no release has it any more, whatever dies meanwhile.</summary>
public sealed class ImageSweepTests
{
    [Fact]
    public async Task A_layer_goes_with_the_last_release_that_has_it()
    {
        await using var node = await TestNode.StartAsync();
        var (one, shared, oneLayer) = await TestImage.WithTextAsync("one");
        var (two, _, twoLayer) = await TestImage.WithTextAsync("two");
        await node.DeployAsync(node.Release("swept", "r1", node.Service() with { Image = one }));
        await node.DeployAsync(node.Release("swept", "r2", node.Service() with { Image = two }));
        LayersOf(node).ShouldBe([shared, oneLayer, twoLayer], ignoreOrder: true);
        await node.Cluster.RetireAsync("swept", "r1");
        await Eventually.BeAsync(() => !LayersOf(node).Contains(oneLayer) && ConfigsOf(node).Count == 1, "the layer is gone");
        LayersOf(node).ShouldBe([shared, twoLayer], ignoreOrder: true);
        (await node.GetAsync("swept", "/text")).ShouldBe("two");

        // It comes back when it is wanted again.
        (await node.DeployAsync(node.Release("swept", "r3", node.Service() with { Image = one }))).State.ShouldBe(ReleaseState.Healthy);
        (await node.GetAsync("swept", "/text")).ShouldBe("one");
        LayersOf(node).ShouldBe([shared, oneLayer, twoLayer], ignoreOrder: true);
    }

    [Fact]
    public async Task A_node_that_is_killed_while_it_sweeps_leaves_no_half_layer()
    {
        await using var node = await TestNode.StartAsync();
        var (large, shared, largeLayer) = await TestImage.WithTextAsync("large", files: 3000);
        var (two, _, twoLayer) = await TestImage.WithTextAsync("two");
        await node.DeployAsync(node.Release("killed", "r1", node.Service() with { Image = large }));
        await node.DeployAsync(node.Release("killed", "r2", node.Service() with { Image = two }));
        var before = (await node.Cluster.ListInstancesAsync("killed")).Where(each => each.ReleaseId == "r2").ToList();
        await node.Cluster.RetireAsync("killed", "r1");
        await Eventually.BeAsync(() => !LayersOf(node).Contains(largeLayer), "the layer is set aside");
        await node.KillAsync();

        // However far it came, this is how it might have left it.
        var left = Directory.CreateDirectory(Path.Combine(node.Data, "layers", "partial", largeLayer, "www")).FullName;
        await File.WriteAllTextAsync(Path.Combine(left, "text"), "half", TestContext.Current.CancellationToken);
        using (var another = node.Connect())
        {
            await another.GetNodeAsync();
        }

        await Eventually.BeAsync(() => Directory.GetDirectories(Path.Combine(node.Data, "layers", "partial")).Length == 0, "nothing is left of the layer");
        LayersOf(node).ShouldBe([shared, twoLayer], ignoreOrder: true);
        (await node.GetAsync("killed", "/text")).ShouldBe("two");
        (await node.Cluster.ListInstancesAsync("killed")).Select(each => (each.Name, each.StartedAt)).ShouldBe(before.Select(each => (each.Name, each.StartedAt)));
        (await node.DeployAsync(node.Release("killed", "r3", node.Service() with { Image = large }))).State.ShouldBe(ReleaseState.Healthy);
        (await node.GetAsync("killed", "/text")).ShouldBe("large");
    }

    private static List<string> LayersOf(TestNode node) => [.. Directory.GetDirectories(Path.Combine(node.Data, "layers", "layers")).Select(each => Path.GetFileName(each)!)];

    private static IReadOnlyList<string> ConfigsOf(TestNode node) => Directory.GetFiles(Path.Combine(node.Data, "images"));
}
