using Pipelines.Clusters;

namespace Pipelines.Activities.Tests.Clusters;

/// <summary>What every driver of <see cref="ICluster"/> does alike. A driver's tests derive from it and give it a real cluster.</summary>
public abstract class ClusterKit
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Releases_run_side_by_side_take_the_traffic_and_retire()
    {
        await using var app = await StartAsync();
        (await app.Driver.ListReleasesAsync(app.Id, Cancellation)).ShouldBeEmpty();
        await app.StartAsync(app.Release("r1", app.Web("r1")));
        await app.Driver.ApplyAsync(app.Release("r1", app.Web("r1")), Cancellation);
        await app.Driver.RouteAsync(app.Id, "r1", Cancellation);
        (await app.AskAsync()).ShouldBe("r1");

        await app.StartAsync(app.Release("r2", app.Web("r2")));
        (await app.AskAsync()).ShouldBe("r1", "a new release has no traffic before it is routed");
        await app.Driver.RouteAsync(app.Id, "r2", Cancellation);
        (await app.AskAsync()).ShouldBe("r2");
        (await app.Driver.ListReleasesAsync(app.Id, Cancellation)).ToDictionary(each => each.ReleaseId, each => (each.State, each.Routed))
            .ShouldBe(new Dictionary<string, (ReleaseState, bool)> { ["r1"] = (ReleaseState.Healthy, false), ["r2"] = (ReleaseState.Healthy, true) }, ignoreOrder: true);

        (await Should.ThrowAsync<ClusterException>(() => app.Driver.RetireAsync(app.Id, "r2", Cancellation))).Message.ShouldContain("has the app's traffic");
        await app.Driver.RetireAsync(app.Id, "r1", Cancellation);
        await app.Driver.RetireAsync(app.Id, "r1", Cancellation);
        (await app.Driver.ListReleasesAsync(app.Id, Cancellation)).Single().ReleaseId.ShouldBe("r2");
        (await app.UntilAsync("r1", ReleaseState.Absent)).Components.ShouldBeEmpty();
        (await Should.ThrowAsync<ClusterException>(() => app.Driver.RouteAsync(app.Id, "r1", Cancellation))).Message.ShouldContain("no release 'r1'");
        var instance = (await app.Driver.ListInstancesAsync(app.Id, Cancellation)).Single();
        (instance.ReleaseId, instance.Component, instance.Ready, instance.Restarts).ShouldBe(("r2", "web", true, 0));
        (await app.AskAsync()).ShouldBe("r2");
    }

    [Theory]
    [InlineData("echo reading settings; echo no database >&2; exit 7", InstanceFailureReason.ExitNonZero, 7, new[] { "reading settings", "no database" })]
    [InlineData("exec /no/such/program", InstanceFailureReason.CommandNotExecutable, 127, null)]
    [InlineData("echo eating; x=aaaaaaaaaaaaaaaa; while true; do x=$x$x; done", InstanceFailureReason.OutOfMemory, null, null)]
    [InlineData("echo waiting for nobody; exec sleep 1000", InstanceFailureReason.HealthChecksFailed, null, new[] { "waiting for nobody" })]
    public async Task A_service_that_will_not_become_healthy_tells_why(string command, InstanceFailureReason reason, int? exitCode, string[]? lastLines)
    {
        await using var app = await StartAsync();
        var service = app.Serving(command);
        var failure = await FailAsync(app, service with { Readiness = service.Readiness! with { FailureThreshold = 3 } });
        failure.Reason.ShouldBe(reason, failure.Message);
        failure.ExitCode.ShouldBe(exitCode ?? failure.ExitCode);
        failure.LastLines.ShouldBe(lastLines ?? failure.LastLines, ignoreOrder: true);
    }

    [Fact]
    public async Task A_worker_that_ends_at_once_was_never_healthy_and_an_image_that_is_not_there_is_told_as_such()
    {
        await using var app = await StartAsync();
        var ended = await FailAsync(app, app.Worker("echo bye; exit 3"));
        (ended.Reason, ended.ExitCode).ShouldBe((InstanceFailureReason.ExitNonZero, 3));
        ended.LastLines.ShouldBe(["bye"]);
        await app.Driver.RetireAsync(app.Id, "r1", Cancellation);

        var worker = app.Worker("true");
        var repository = worker.Image!.Split('@')[0];
        (await FailAsync(app, worker with { Image = $"{repository}@sha256:{new string('0', 64)}" }, "r2")).Reason.ShouldBe(InstanceFailureReason.ImageUnavailable);
    }

    [Fact]
    public async Task A_crash_after_health_is_told_counted_and_survived()
    {
        await using var app = await StartAsync();
        await app.StartAsync(app.Release("r1", app.Serving("mkdir -p /tmp/www; echo ok >/tmp/www/index.html; httpd -p 8080 -h /tmp/www; sleep 3; echo last words; exit 9")));
        var down = (await app.UntilAsync("r1", ReleaseState.Degraded)).Components[0];
        down.ReadyInstances.ShouldBe(0);
        down.Failure!.ExitCode.ShouldBe(9);
        down.Failure.LastLines.ShouldBe(["last words"]);
        down.Restarts.ShouldBeLessThanOrEqualTo(1, "an end is no restart");
        await CountRestartsAsync(app);
        var again = (await app.UntilAsync("r1", ReleaseState.Healthy)).Components[0];
        again.Restarts.ShouldBeGreaterThan(0);
        again.Failure!.ExitCode.ShouldBe(9);
        await CountRestartsAsync(app);
    }

    [Fact]
    public async Task A_job_runs_once_under_a_key_and_tells_how_it_ended()
    {
        await using var app = await StartAsync();
        var job = app.Job("migrate", "echo migrating; sleep 1; echo done");
        var both = await Task.WhenAll(app.Driver.RunJobAsync(job, Cancellation), app.Driver.RunJobAsync(job, Cancellation));
        both.ShouldAllBe(result => result.Succeeded);
        (await app.Driver.RunJobAsync(job, Cancellation)).StartedAt.ShouldBe(both[0].StartedAt);
        (await LogAsync(app, new InstanceLogQuery(app.Id, "job", JobKey: "migrate"))).ShouldBe(["migrating", "done"]);
        (await LogAsync(app, new InstanceLogQuery(app.Id, "job"))).ShouldBeEmpty("a job's output is not that of instances");

        var failed = await app.Driver.RunJobAsync(app.Job("broken", "echo no such table; exit 3"), Cancellation);
        failed.Succeeded.ShouldBeFalse();
        (failed.Failure!.Reason, failed.Failure.ExitCode).ShouldBe((InstanceFailureReason.ExitNonZero, 3));
        failed.Failure.LastLines.ShouldBe(["no such table"]);

        var late = await app.Driver.RunJobAsync(app.Job("slow", "echo begun; sleep 1000") with { Timeout = TimeSpan.FromSeconds(4) }, Cancellation);
        late.Failure!.Reason.ShouldBe(InstanceFailureReason.Timeout);
        late.Failure.LastLines.ShouldBe(["begun"]);
    }

    [Fact]
    public async Task A_job_that_is_canceled_ends_and_keeps_its_output_and_one_canceled_before_it_began_never_runs()
    {
        await using var app = await StartAsync();
        var job = app.Job("long", "trap 'sleep 1; echo stopping; exit 0' TERM; echo begun; while :; do sleep 0.1; done");
        job = job with { Component = job.Component with { GracePeriodSeconds = 30 } };
        var reference = new JobReference(app.Id, job.ReleaseId, job.Component.Name, job.Key);
        var run = app.Driver.RunJobAsync(job, Cancellation);
        (await app.Driver.ReadLogsAsync(new InstanceLogQuery(app.Id, JobKey: job.Key, Follow: true), Cancellation).Select(line => line.Text).FirstAsync(Cancellation)).ShouldBe("begun");

        await app.Driver.CancelJobAsync(reference, Cancellation);
        (await run.WaitAsync(TimeSpan.FromMinutes(2), Cancellation)).Failure!.Reason.ShouldBe(InstanceFailureReason.Canceled);
        (await LogAsync(app, new InstanceLogQuery(app.Id, JobKey: job.Key))).ShouldBe(["begun", "stopping"]);
        await app.Driver.CancelJobAsync(reference, Cancellation);
        (await app.Driver.RunJobAsync(job, Cancellation)).Failure!.Reason.ShouldBe(InstanceFailureReason.Canceled);

        await app.Driver.CancelJobAsync(reference with { Key = "never" }, Cancellation);
        (await app.Driver.RunJobAsync(job with { Key = "never" }, Cancellation)).Failure!.Reason.ShouldBe(InstanceFailureReason.Canceled, "it never began");
        (await LogAsync(app, new InstanceLogQuery(app.Id, JobKey: "never"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Output_is_followed_and_cut_and_an_app_that_is_deleted_leaves_nothing()
    {
        await using var app = await StartAsync();
        var web = app.Serving("echo one; echo two; echo three; mkdir /tmp/www; echo -n r1 >/tmp/www/index.html; exec httpd -f -p 8080 -h /tmp/www");
        await app.Driver.ApplyAsync(app.Release("r1", web), Cancellation);
        var followed = app.Driver.ReadLogsAsync(new InstanceLogQuery(app.Id, Follow: true), Cancellation).Select(line => (line.Component, line.Text)).Take(3);
        (await followed.ToListAsync(Cancellation)).ShouldBe([("web", "one"), ("web", "two"), ("web", "three")]);
        (await LogAsync(app, new InstanceLogQuery(app.Id, "web", "r1", Tail: 2))).ShouldBe(["two", "three"]);
        _ = await app.UntilAsync("r1", ReleaseState.Healthy);
        await app.Driver.RouteAsync(app.Id, "r1", Cancellation);
        (await app.AskAsync()).ShouldBe("r1");

        await app.Driver.DeleteAppAsync(app.Id, Cancellation);
        (await app.AskAsync()).ShouldBeNull();
        (await app.Driver.ListReleasesAsync(app.Id, Cancellation)).ShouldBeEmpty();
        (await app.Driver.ListInstancesAsync(app.Id, Cancellation)).ShouldBeEmpty();
        await app.Driver.DeleteAppAsync(app.Id, Cancellation);
    }

    /// <summary>Makes an app on a real cluster, or skips the test where there is none.</summary>
    private protected abstract Task<ClusterUnderTest> StartAsync();

    private static async Task<InstanceFailure> FailAsync(ClusterUnderTest app, ReleaseComponent component, string releaseId = "r1")
    {
        await app.Driver.ApplyAsync(app.Release(releaseId, component), Cancellation);
        var status = await app.UntilAsync(releaseId, ReleaseState.Failed, ReleaseState.Healthy);
        status.State.ShouldBe(ReleaseState.Failed);
        return status.Components.Single().Failure.ShouldNotBeNull();
    }

    // A component's restarts are those of its instances. They only grow: whatever happens meanwhile, they are between what instances said before and after.
    private static async Task CountRestartsAsync(ClusterUnderTest app)
    {
        var before = await app.Driver.ListInstancesAsync(app.Id, Cancellation);
        var told = (await app.Driver.ListReleasesAsync(app.Id, Cancellation)).Single().Components.Single().Restarts;
        var after = await app.Driver.ListInstancesAsync(app.Id, Cancellation);
        told.ShouldBeGreaterThanOrEqualTo(before.Sum(instance => instance.Restarts));
        if (after.Count > 0)
        {
            told.ShouldBeLessThanOrEqualTo(after.Sum(instance => instance.Restarts));
        }
    }

    private static async Task<IReadOnlyList<string>> LogAsync(ClusterUnderTest app, InstanceLogQuery query) =>
        await app.Driver.ReadLogsAsync(query, Cancellation).Select(line => line.Text).ToListAsync(Cancellation);
}
