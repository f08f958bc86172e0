using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Activities.Jobs;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;

namespace Pipelines.Functions.Api.Jobs;

/// <summary>Shows which jobs of an app run on a schedule, and when next (<c>/platform/apps/{id}/scheduled-jobs</c>).</summary>
/// <param name="access">Finds the apps of a team.</param>
/// <param name="deployments">The deployments.</param>
/// <param name="invocations">The runs.</param>
/// <param name="time">The clock.</param>
public sealed class ScheduledJobsFunctions(AppAccess access, DeploymentStore deployments, JobInvocationStore invocations, TimeProvider time)
{
    /// <summary>Lists the scheduled jobs of an app's active release.</summary>
    [Function("ListScheduledJobs")]
    [Operation("Lists the scheduled jobs of an app's active release, with their next times", Tag = "Jobs", Answer = typeof(ScheduledJobWire), Member = "scheduled_jobs")]
    public async Task<IActionResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "platform/apps/{id}/scheduled-jobs")] HttpRequest request, string id, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var app = await access.RequireAsync(Principal.Of(context), id, cancellation);
        var active = app.ActiveDeploymentId is { } deployment ? await deployments.GetAsync(app.Id, deployment, cancellation) : null;
        List<JobSpec> jobs = [.. (active?.Spec.Jobs ?? []).Where(job => job is { EffectiveKind: JobKind.Scheduled, Schedule.Cron: not null })];
        var runs = jobs.Count == 0 ? [] : await invocations.ListAsync(app.Id, cancellation);
        var isOff = app.Deleting || active?.Spec.Maintenance is { Archive: true };
        return new ApiResult(new { ScheduledJobs = jobs.Select(job => Show(job, runs, isOff)) });
    }

    private ScheduledJobWire Show(JobSpec job, IReadOnlyList<JobInvocation> runs, bool isOff)
    {
        var now = time.GetUtcNow();
        var clock = new JobClock(job.Name, job.Schedule!.Cron!, job.Schedule.TimeZone, now);
        var last = runs.FirstOrDefault(run => run.JobName == job.Name);
        return new ScheduledJobWire(
            job.Name, new ScheduleWire(clock.Cron, clock.TimeZone), isOff || !clock.IsReadable ? null : clock.FindNext(now), last is null ? null : JobInvocationWire.Of(last));
    }
}
