using Pipelines.AppSpecs;
using Pipelines.Clusters;

namespace Pipelines.Node.Tests.Cluster;

public sealed class JobTests
{
    [Fact]
    public async Task A_job_runs_once_per_key_and_its_output_is_kept()
    {
        await using var node = await TestNode.StartAsync();
        node.Release("jobs", "r1", node.Service());
        var job = Job(node, "k1", "echo migrating; echo $VERSION");
        var first = await node.Cluster.RunJobAsync(job);
        first.Succeeded.ShouldBeTrue();
        (await node.Cluster.RunJobAsync(job)).ShouldBe(first);
        var lines = new List<string>();
        await foreach (var line in node.Cluster.ReadLogsAsync(new InstanceLogQuery("jobs", JobKey: "k1")))
        {
            lines.Add(line.Text);
        }

        lines.ShouldBe(["migrating", "v1"]);
    }

    [Fact]
    public async Task A_failing_job_says_why()
    {
        await using var node = await TestNode.StartAsync();
        node.Release("jobs", "r1", node.Service());
        var failed = await node.Cluster.RunJobAsync(Job(node, "k1", "echo no; exit 4"));
        failed.Failure!.ExitCode.ShouldBe(4);
        failed.Failure.LastLines.ShouldBe(["no"]);
        var late = await node.Cluster.RunJobAsync(Job(node, "k2", "sleep 60") with { Timeout = TimeSpan.FromMilliseconds(500) });
        late.Failure!.Reason.ShouldBe(InstanceFailureReason.Timeout);
    }

    [Fact]
    public async Task A_canceled_job_ends_within_its_grace_and_one_canceled_before_it_began_never_runs()
    {
        await using var node = await TestNode.StartAsync();
        node.Release("jobs", "r1", node.Service());
        var job = Job(node, "k1", "trap 'echo stopping; exit 0' TERM; echo begun; while :; do sleep 0.1; done");
        var run = node.Cluster.RunJobAsync(job);
        await Eventually.BeAsync(() => Directory.EnumerateFiles(Path.Combine(node.Data, "logs"), "*.log").Any(file => new FileInfo(file).Length > 0), "the job writes");
        var reference = new JobReference(job.AppId, job.ReleaseId, job.Component.Name, job.Key);
        await node.Cluster.CancelJobAsync(reference);
        var result = await run;
        result.Failure!.Reason.ShouldBe(InstanceFailureReason.Canceled);
        result.Failure.LastLines.ShouldBe(["begun", "stopping"]);
        await node.Cluster.CancelJobAsync(reference);
        (await node.Cluster.RunJobAsync(job)).Failure!.Reason.ShouldBe(InstanceFailureReason.Canceled);

        await node.Cluster.CancelJobAsync(reference with { Key = "k2" });
        (await node.Cluster.RunJobAsync(Job(node, "k2", "echo run"))).Failure!.Reason.ShouldBe(InstanceFailureReason.Canceled);
        (await node.Cluster.ReadLogsAsync(new InstanceLogQuery("jobs", JobKey: "k2")).ToListAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

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
