using Microsoft.DurableTask;
using Pipelines.Deployments;

namespace Pipelines.Activities.Jobs;

/// <summary>Runs a job whose time has come to its end. Idempotent under the run's id.</summary>
/// <param name="runs">Runs jobs.</param>
/// <param name="invocations">The runs.</param>
[DurableTask]
public sealed class RunInvocationActivity(JobRuns runs, JobInvocationStore invocations) : TaskActivity<InvocationKey, Failure?>
{
    /// <inheritdoc/>
    public override async Task<Failure?> RunAsync(TaskActivityContext context, InvocationKey input) =>
        await invocations.GetAsync(input.AppId, input.InvocationId) is { } invocation ? await runs.RunAsync(invocation) : null;
}
