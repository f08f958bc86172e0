using Pipelines.Clusters;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes;

/// <summary>Runs of jobs on a real cluster.</summary>
public sealed class JobRunTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_that_fails_tells_its_code_and_its_last_lines_and_is_remembered_without_its_Job()
    {
        await using var app = await AppOnCluster.StartAsync();
        var job = app.Job("migrate", "echo no such table; exit 3");
        var result = await app.Driver.RunJobAsync(job, Cancellation);
        result.Succeeded.ShouldBeFalse();
        result.Failure!.ExitCode.ShouldBe(3);
        result.Failure.LastLines.ShouldBe(["no such table"]);
        _ = await app.Cluster.KubectlAsync(["delete", "jobs", "--all", "-n", "app-" + app.Id], cancellation: Cancellation);
        (await app.Driver.RunJobAsync(job, Cancellation)).Failure!.LastLines.ShouldBe(["no such table"]);
    }

    [Fact]
    public async Task A_job_outlives_the_retirement_of_its_release()
    {
        await using var app = await AppOnCluster.StartAsync();
        await app.Driver.ApplyAsync(app.Release("r1", app.Worker("exec sleep 1000")), Cancellation);
        var job = app.Job("long", "echo begun; while [ ! -e /tmp/go ]; do sleep 0.2; done; echo ended");
        var run = app.Driver.RunJobAsync(job, Cancellation);
        await foreach (var line in app.Driver.ReadLogsAsync(new InstanceLogQuery(app.Id, JobKey: job.Key, Follow: true), Cancellation))
        {
            line.Text.ShouldBe("begun");
            break;
        }

        await app.Driver.RetireAsync(app.Id, "r1", Cancellation);
        (await app.ObjectsAsync("deployments")).ShouldBeEmpty();
        run.IsCompleted.ShouldBeFalse("it goes on");
        var pod = (await app.ObjectsAsync("pods")).ShouldHaveSingleItem();
        _ = await app.Cluster.KubectlAsync(["exec", "-n", "app-" + app.Id, pod, "--", "touch", "/tmp/go"], cancellation: Cancellation);
        (await run.WaitAsync(TimeSpan.FromMinutes(2), Cancellation)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_job_whose_image_is_not_there_is_given_up()
    {
        await using var app = await AppOnCluster.StartAsync();
        var job = app.Job("lost", "true");
        var result = await app.Driver.RunJobAsync(job with { Component = job.Component with { Image = "busybox@sha256:" + new string('0', 64) } }, Cancellation);
        result.Failure!.Reason.ShouldBe(InstanceFailureReason.ImageUnavailable);
        (await app.ObjectsAsync("jobs")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_that_is_removed_under_way_is_not_run_again()
    {
        await using var app = await AppOnCluster.StartAsync();
        var job = app.Job("vanishing", "echo begun; sleep 1000");
        var run = app.Driver.RunJobAsync(job, Cancellation);
        await foreach (var line in app.Driver.ReadLogsAsync(new InstanceLogQuery(app.Id, JobKey: "vanishing", Follow: true), Cancellation))
        {
            line.Text.ShouldBe("begun");
            break;
        }

        _ = await app.Cluster.KubectlAsync(["delete", "jobs", "--all", "-n", "app-" + app.Id, "--wait=false"], cancellation: Cancellation);
        var result = await run;
        result.Succeeded.ShouldBeFalse();
        result.Failure!.Message.ShouldContain("removed from the cluster");
        (await app.Driver.RunJobAsync(job, Cancellation)).Failure!.Message.ShouldContain("removed from the cluster");
    }
}
