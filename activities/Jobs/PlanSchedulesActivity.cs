using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Pipelines.AppSpecs;
using Pipelines.Deployments;

namespace Pipelines.Activities.Jobs;

/// <summary>
/// Tells which scheduled jobs of an app are due, as a Kubernetes CronJob with <c>concurrencyPolicy: Forbid</c> would: of several
/// missed times the last starts, unless it is too late; none while an earlier run goes on. Reads only.
/// </summary>
/// <param name="apps">The apps.</param>
/// <param name="deployments">The deployments.</param>
/// <param name="invocations">The runs.</param>
/// <param name="logger">Logs.</param>
[DurableTask]
public sealed partial class PlanSchedulesActivity(
    AppStore apps, DeploymentStore deployments, JobInvocationStore invocations, ILogger<PlanSchedulesActivity> logger) : TaskActivity<ScheduleCheck, SchedulePlan>
{
    /// <inheritdoc/>
    public override async Task<SchedulePlan> RunAsync(TaskActivityContext context, ScheduleCheck input)
    {
        if (await apps.GetAsync(input.AppId) is not { Deleting: false } app)
        {
            return new SchedulePlan { IsOver = true, Running = [.. (await RunningAsync(input.AppId)).Where(IsScheduled).Select(invocation => invocation.Id)] };
        }

        var deployment = app.ActiveDeploymentId is { } active ? await deployments.GetAsync(app.Id, active) : null;

        // What was archived has no past either when it comes back.
        return deployment is null or { Spec.Maintenance.Archive: true }
            ? new SchedulePlan()
            : await PlanAsync(deployment, ClocksOf(deployment.Spec, input), input.Now);
    }

    private static bool IsScheduled(JobInvocation invocation) => invocation.Trigger == JobTrigger.Schedule;

    // A schedule that is new, or was changed, has no past.
    private IReadOnlyList<JobClock> ClocksOf(AppSpec spec, ScheduleCheck input)
    {
        var clocks = spec.Jobs.Where(job => job is { EffectiveKind: JobKind.Scheduled, Schedule.Cron: not null }).Select(job =>
            input.Clocks.FirstOrDefault(clock => clock.Job == job.Name && clock.Cron == job.Schedule!.Cron && clock.TimeZone == job.Schedule.TimeZone)
            ?? new JobClock(job.Name, job.Schedule!.Cron!, job.Schedule.TimeZone, input.Now)).ToList();
        foreach (var clock in clocks.Where(clock => !clock.IsReadable))
        {
            LogUnreadable(clock.Job, input.AppId, clock.Cron, clock.TimeZone);
        }

        return [.. clocks.Where(clock => clock.IsReadable)];
    }

    private async Task<SchedulePlan> PlanAsync(Deployment deployment, IReadOnlyList<JobClock> clocks, DateTimeOffset now)
    {
        var found = clocks.Select(clock => (Clock: clock, Times: clock.FindDue(now))).ToList();
        var running = found.TrueForAll(each => each.Times.IsNone)
            ? []
            : (await RunningAsync(deployment.AppId)).Select(invocation => invocation.JobName).ToHashSet(StringComparer.Ordinal);

        // What goes on keeps its clock: when it ends, what was due meanwhile may still start.
        var due = found.Where(each => !each.Times.IsNone && !running.Contains(each.Clock.Job)).ToList();
        var handled = due.Select(each => each.Clock.Job).ToHashSet(StringComparer.Ordinal);
        return new SchedulePlan
        {
            Clocks = [.. clocks.Select(clock => handled.Contains(clock.Job) ? clock with { Handled = now } : clock)],
            Due = [.. due.SelectMany(each => Invocations(deployment, each.Clock, each.Times, now))],
            Next = clocks.Select(clock => clock.FindNext(now)).Min(),
        };
    }

    private static IEnumerable<JobInvocation> Invocations(Deployment deployment, JobClock clock, DueTimes times, DateTimeOffset now)
    {
        if (times.LastMissed is { } missed)
        {
            var count = times.Missed >= JobClock.CountedMissed ? $"at least {JobClock.CountedMissed} times" : times.Missed == 1 ? "a time" : $"{times.Missed} times";
            yield return Of(missed) with
            {
                Phase = JobInvocationPhase.Skipped,
                CompletedAt = now,
                Reason = new StepReason(
                    ReasonCodes.RunMissed,
                    $"{count} passed without a run: the platform was away for more than {JobClock.StartingDeadline.TotalMinutes:0} minutes, or an earlier run went on. One later time at most is made up for."),
            };
        }

        if (times.Start is { } start)
        {
            yield return Of(start);
        }

        JobInvocation Of(DateTimeOffset dueAt) =>
            JobInvocation.OfSchedule(deployment.AppId, deployment.Id, clock.Job, dueAt) with { Cron = clock.Cron, TimeZone = clock.TimeZone };
    }

    private async Task<IEnumerable<JobInvocation>> RunningAsync(string appId) =>
        (await invocations.ListAsync(appId)).Where(invocation => !invocation.IsFinal);
}
