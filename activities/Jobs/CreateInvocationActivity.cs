using Microsoft.DurableTask;
using Pipelines.Deployments;

namespace Pipelines.Activities.Jobs;

/// <summary>Writes that a run is to be, or was due and is not. Idempotent under its id.</summary>
/// <param name="invocations">The runs.</param>
[DurableTask]
public sealed class CreateInvocationActivity(JobInvocationStore invocations) : TaskActivity<JobInvocation, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskActivityContext context, JobInvocation input) => await invocations.CreateAsync(input) is not null;
}
