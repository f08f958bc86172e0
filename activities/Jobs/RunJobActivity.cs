using Microsoft.DurableTask;
using Pipelines.Activities.Releases;
using Pipelines.Deployments;

namespace Pipelines.Activities.Jobs;

/// <summary>Runs a job of a deployment to its end, its output into the deploy log. Idempotent under deployment and job.</summary>
/// <param name="runs">Runs jobs.</param>
/// <param name="invocations">Remembers that it ran.</param>
/// <param name="time">The clock.</param>
[DurableTask]
public sealed class RunJobActivity(JobRuns runs, JobInvocationStore invocations, TimeProvider time) : TaskActivity<ComponentKey, Failure?>
{
    /// <inheritdoc/>
    public override async Task<Failure?> RunAsync(TaskActivityContext context, ComponentKey input) => await runs.RunAsync(
        await invocations.CreateAsync(JobInvocation.OfDeployment(input.AppId, input.ReleaseId, input.Component, time.GetUtcNow())));
}
