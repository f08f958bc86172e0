using Pipelines.Clusters;

namespace Pipelines.Node.Tests.Cluster;

public sealed class LifecycleTests
{
    [Theory]
    [InlineData("runc")]
    [InlineData("runsc")]
    [InlineData("process")]
    public async Task A_release_is_served_switched_and_removed_without_a_trace(string runtime)
    {
        await using var node = await TestNode.StartAsync(runtime);
        var first = await node.DeployAsync(node.Release("shop", "r1", node.Service(version: "one")));
        first.State.ShouldBe(ReleaseState.Healthy);
        (await node.GetAsync("shop")).ShouldStartWith("one ");

        (await node.DeployAsync(node.Release("shop", "r2", node.Service(version: "two")), route: false)).State.ShouldBe(ReleaseState.Healthy);
        (await node.GetAsync("shop")).ShouldStartWith("one ");
        await node.Cluster.RouteAsync("shop", "r2");
        (await node.GetAsync("shop")).ShouldStartWith("two ");

        await node.Cluster.RetireAsync("shop", "r1");
        var left = await node.Cluster.ListReleasesAsync("shop");
        left.ShouldHaveSingleItem().ReleaseId.ShouldBe("r2");
        left[0].Routed.ShouldBeTrue();
        var instance = (await node.Cluster.ListInstancesAsync("shop")).ShouldHaveSingleItem();
        instance.Ready.ShouldBeTrue();
        instance.MemoryPercent.ShouldNotBeNull();
    }

    [Fact]
    public async Task Apply_is_idempotent_and_a_routed_release_is_not_retired()
    {
        await using var node = await TestNode.StartAsync();
        var release = node.Release("twice", "r1", node.Service());
        await node.DeployAsync(release);
        await node.Cluster.ApplyAsync(release);
        (await node.Cluster.ListInstancesAsync("twice")).Count.ShouldBe(1);
        (await Should.ThrowAsync<ClusterException>(() => node.Cluster.RetireAsync("twice", "r1"))).Message.ShouldContain("traffic");
        await node.Cluster.RetireAsync("twice", "unknown");
        (await Should.ThrowAsync<ClusterException>(() => node.Cluster.ApplyAsync(release with { Id = "../../etc" }))).Message.ShouldContain("id");
    }

    [Fact]
    public async Task Two_services_on_one_port_and_several_instances_live_side_by_side()
    {
        await using var node = await TestNode.StartAsync();
        var status = await node.DeployAsync(node.Release("side", "r1", node.Service(instances: 3), node.Service("api", version: "api")));
        status.State.ShouldBe(ReleaseState.Healthy);
        var names = new HashSet<string>();
        for (var i = 0; i < 12; i++)
        {
            names.Add(await node.GetAsync("side"));
        }

        names.Count.ShouldBe(3);
        (await node.GetAsync("side", "/api/cgi-bin/env")).ShouldStartWith("api ");
    }

    [Fact]
    public async Task Secrets_are_in_files_of_the_owner_only_and_in_no_command_line()
    {
        await using var node = await TestNode.StartAsync();
        await node.DeployAsync(node.Release("quiet", "r1", node.Service()));
        var open = Directory.EnumerateFiles(node.Data, "*.json", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/rootfs/", StringComparison.Ordinal) && File.ReadAllText(file).Contains("s3cr3t-value", StringComparison.Ordinal))
            .Where(file => (File.GetUnixFileMode(file) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != UnixFileMode.None);
        open.ShouldBeEmpty();
        Directory.EnumerateDirectories("/proc").Where(each => int.TryParse(Path.GetFileName(each), out _) && each != $"/proc/{Environment.ProcessId}")
            .Any(each => File.Exists(each + "/cmdline") && ReadOrEmpty(each + "/cmdline").Contains("s3cr3t-value", StringComparison.Ordinal)).ShouldBeFalse();
        (await node.ReadNodeLogAsync()).ShouldNotContain("s3cr3t-value");
    }

    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }
}
