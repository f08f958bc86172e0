using Microsoft.DurableTask;
using Pipelines.Deployments;

namespace Pipelines.Activities.Jobs;

/// <summary>Ends a run that the platform failed to run. Idempotent: one that has ended stays as it is.</summary>
/// <param name="invocations">The runs.</param>
[DurableTask]
public sealed class EndInvocationActivity(JobInvocationStore invocations) : TaskActivity<InvocationEnd, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskActivityContext context, InvocationEnd input) => await invocations.EndAsync(
        input.Key.AppId, input.Key.InvocationId, JobInvocationPhase.Failed, input.Failure, input.At) is not null;
}
