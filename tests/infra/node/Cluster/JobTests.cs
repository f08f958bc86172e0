using Pipelines.AppSpecs;
using Pipelines.Clusters;

namespace Pipelines.Node.Tests.Cluster;

public sealed class JobTests
{
    [Fact]
    public async Task A_job_outlives_the_retirement_of_its_release()
    {
        await using var node = await TestNode.StartAsync();
        _ = await node.DeployAsync(node.Release("jobs", "r1", node.Service()));
        var run = node.Cluster.RunJobAsync(Job(node, "k1", "echo begun; sleep 5; echo ended"));
        await Eventually.BeAsync(() => Directory.EnumerateFiles(Path.Combine(node.Data, "logs"), "*.log").Any(file => File.ReadAllText(file).Contains("begun")), "the job writes");
        _ = await node.DeployAsync(node.Release("jobs", "r2", node.Service()));
        await node.Cluster.RetireAsync("jobs", "r1");
        (await run).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_job_goes_on_when_its_node_is_killed_and_ends_once()
    {
        await using var node = await TestNode.StartAsync();
        node.Release("jobs", "r1", node.Service());
        var run = node.Cluster.RunJobAsync(Job(node, "k1", "echo begun; sleep 2; echo ended"));
        await Eventually.BeAsync(() => Directory.EnumerateFiles(Path.Combine(node.Data, "logs"), "*.log").Any(file => new FileInfo(file).Length > 0), "the job writes");
        await node.KillAsync();
        (await run).Succeeded.ShouldBeTrue();
        var lines = new List<string>();
        await foreach (var line in node.Cluster.ReadLogsAsync(new InstanceLogQuery("jobs", JobKey: "k1")))
        {
            lines.Add(line.Text);
        }

        lines.ShouldBe(["begun", "ended"]);
    }

    private static JobRun Job(TestNode node, string key, string command) => new()
    {
        Key = key,
        AppId = "jobs",
        ReleaseId = "r1",
        Component = node.Worker(command, "migrate") with { Kind = ComponentKind.Job, GracePeriodSeconds = 1 },
    };
}
