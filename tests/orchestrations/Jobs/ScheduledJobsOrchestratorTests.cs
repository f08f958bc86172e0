using Microsoft.DurableTask.Client;
using Pipelines.Activities.Jobs;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Deployments.Requests;
using Pipelines.Orchestrations.Jobs;
using Pipelines.Orchestrations.Tests.Platform;

namespace Pipelines.Orchestrations.Tests.Jobs;

public sealed class ScheduledJobsOrchestratorTests
{
    // A minute of the schedule is half a second.
    private const int Speed = 120;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_schedule_starts_the_active_release_and_follows_the_next_and_ends_with_the_app()
    {
        await using var platform = await new TestPlatform { Time = new FastTimeProvider(Speed) }.StartAsync();
        var first = await platform.CreateAppAsync(TestPlatform.Spec("one", Report()));
        var runs = await platform.InvocationsAsync(found => found.Count(run => run.Phase == JobInvocationPhase.Succeeded) >= 2);
        runs.ShouldAllBe(run => run.JobName == "report" && run.DeploymentId == first && run.Trigger == JobTrigger.Schedule && run.Cron == "* * * * *");
        runs.ShouldAllBe(run => run.CreatedAt.Second == 0 && run.CreatedAt.Millisecond == 0);
        runs.Select(run => run.CreatedAt).ShouldBeUnique();
        runs.Where(run => run.IsFinal).ShouldAllBe(run => run.StartedAt >= run.CreatedAt && run.CompletedAt >= run.StartedAt && run.ExitCode == 0);

        var second = await platform.DeployAsync(TestPlatform.Spec("two", Report()));
        _ = await platform.InvocationsAsync(found => found.Any(run => run.DeploymentId == second && run.IsFinal));

        var third = await platform.DeployAsync(TestPlatform.Spec("three"));
        _ = await platform.AppAsync(app => app!.ActiveDeploymentId == third);
        await platform.SendAsync(new DeleteRequest { RequestedAt = DateTimeOffset.UtcNow });
        _ = await platform.AppAsync(app => app is null);
        (await platform.Client.WaitForInstanceCompletionAsync(ScheduleState.InstanceId(platform.AppId), Cancellation)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
        (await platform.Invocations.ListAsync(platform.AppId, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_starts_while_a_run_goes_on_and_then_the_last_missed_time_does()
    {
        await using var platform = await new TestPlatform { Time = new FastTimeProvider(Speed) }.StartAsync();
        platform.Cluster.JobsGoOn = true;
        _ = await platform.CreateAppAsync(TestPlatform.Spec(null, Report()));
        var running = (await platform.InvocationsAsync(found => found.Any(run => run.Phase == JobInvocationPhase.Running))).ShouldHaveSingleItem();
        var waited = platform.Time.GetUtcNow() + TimeSpan.FromMinutes(3);
        await TestPlatform.UntilAsync(() => Task.FromResult(platform.Time.GetUtcNow() > waited), () => "three minutes pass");
        (await platform.Invocations.ListAsync(platform.AppId, Cancellation)).ShouldHaveSingleItem().Id.ShouldBe(running.Id);

        platform.Cluster.EndJobs();
        var runs = await platform.InvocationsAsync(found => found.Count >= 3);
        runs.Single(run => run.Id == running.Id).Phase.ShouldBe(JobInvocationPhase.Succeeded);
        var skipped = runs.Single(run => run.Phase == JobInvocationPhase.Skipped);
        skipped.Reason!.Code.ShouldBe(ReasonCodes.RunMissed);
        skipped.StartedAt.ShouldBeNull();
        runs[0].CreatedAt.ShouldBeGreaterThan(skipped.CreatedAt);
    }

    [Fact]
    public async Task After_hours_away_one_run_is_made_up_for_at_most()
    {
        var time = new FastTimeProvider(Speed);
        await using var platform = await new TestPlatform { Time = time }.StartAsync();
        _ = await platform.CreateAppAsync(TestPlatform.Spec(null, Report()));
        _ = await platform.InvocationsAsync(found => found.Any(run => run.IsFinal));
        var back = DateTimeOffset.MinValue;
        await platform.RestartAsync(() =>
        {
            time.Jump(TimeSpan.FromHours(5));
            back = time.GetUtcNow();
        });
        var runs = await platform.InvocationsAsync(found => found.Any(run => run.CreatedAt > back && run.IsFinal));
        var missed = runs.Where(run => run.CreatedAt < back && run.CreatedAt > back.AddHours(-4)).ToList();
        missed.Count(run => run.Phase == JobInvocationPhase.Succeeded).ShouldBeLessThanOrEqualTo(1, "the last of those missed, when it is recent enough");
        missed.Count(run => run.Phase == JobInvocationPhase.Skipped).ShouldBeLessThanOrEqualTo(1);
        runs.Single(run => run.Phase == JobInvocationPhase.Skipped).Reason!.Message.ShouldContain("at least 100 times");
    }

    [Fact]
    public async Task A_run_that_is_canceled_is_stopped_and_the_schedule_goes_on()
    {
        await using var platform = await new TestPlatform { Time = new FastTimeProvider(Speed) }.StartAsync();
        platform.Cluster.JobsGoOn = true;
        _ = await platform.CreateAppAsync(TestPlatform.Spec(null, Report()));
        var running = (await platform.InvocationsAsync(found => found.Any(run => run.Phase == JobInvocationPhase.Running)))[0];
        _ = await platform.Client.ScheduleNewOrchestrationInstanceAsync(nameof(JobCancellationOrchestrator), new InvocationKey(platform.AppId, running.Id), Cancellation);
        var runs = await platform.InvocationsAsync(found => found.Any(run => run.Phase == JobInvocationPhase.Canceled) && found.Any(run => run.Phase == JobInvocationPhase.Running));
        var canceled = runs.Single(run => run.Id == running.Id);
        (canceled.Phase, canceled.ExitCode, canceled.Reason!.Code).ShouldBe((JobInvocationPhase.Canceled, 143, ReasonCodes.Canceled));

        // What still runs is stopped with the app.
        await platform.SendAsync(new DeleteRequest { RequestedAt = DateTimeOffset.UtcNow });
        _ = await platform.AppAsync(app => app is null);
        platform.Cluster.Calls.Count(call => call == "cancel report").ShouldBeGreaterThanOrEqualTo(2);
        platform.Cluster.Calls[^1].ShouldBe("delete");
    }

    [Fact]
    public async Task An_archived_app_runs_nothing()
    {
        await using var platform = await new TestPlatform { Time = new FastTimeProvider(Speed) }.StartAsync();
        var spec = TestPlatform.Spec(null, Report());
        var first = await platform.CreateAppAsync(spec with { Maintenance = new MaintenanceSpec { Enabled = true, Archive = true } });
        _ = await platform.EndedAsync(first, DeploymentPhase.Active);
        var waited = platform.Time.GetUtcNow() + TimeSpan.FromMinutes(3);
        await TestPlatform.UntilAsync(() => Task.FromResult(platform.Time.GetUtcNow() > waited), () => "three minutes pass");
        (await platform.Invocations.ListAsync(platform.AppId, Cancellation)).ShouldBeEmpty();
        _ = await platform.DeployAsync(spec);
        var run = (await platform.InvocationsAsync(found => found.Any(run => run.IsFinal)))[^1];
        run.Phase.ShouldBe(JobInvocationPhase.Succeeded, "what came while it was archived is not made up for");
    }

    [Fact]
    public async Task A_deployment_that_is_canceled_stops_its_job()
    {
        await using var platform = await new TestPlatform().StartAsync();
        platform.Cluster.JobsGoOn = true;
        var id = await platform.CreateAppAsync(TestPlatform.Spec(null, TestPlatform.Job("migrate", JobKind.PreDeploy)));
        _ = await platform.InvocationsAsync(found => found.Any(run => run.Phase == JobInvocationPhase.Running));
        await platform.SendAsync(new CancelRequest { DeploymentId = id, RequestedAt = DateTimeOffset.UtcNow });
        _ = await platform.EndedAsync(id, DeploymentPhase.Canceled);
        (await platform.Invocations.ListAsync(platform.AppId, Cancellation)).ShouldHaveSingleItem().Phase.ShouldBe(JobInvocationPhase.Canceled);
    }

    private static JobSpec Report() => TestPlatform.Job("report", JobKind.Scheduled) with { Schedule = new JobSchedule { Cron = "* * * * *" } };
}
