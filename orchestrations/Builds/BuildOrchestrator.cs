using Microsoft.DurableTask;
using Pipelines.Activities.Builds;
using Pipelines.Activities.Registry;
using Pipelines.Deployments;

namespace Pipelines.Orchestrations.Builds;

/// <summary>The workflow of one component's build.</summary>
[DurableTask]
public sealed class BuildOrchestrator : TaskOrchestrator<ComponentBuildRequest, BuildOutcome>
{
    /// <inheritdoc/>
    public override async Task<BuildOutcome> RunAsync(TaskOrchestrationContext context, ComponentBuildRequest input)
    {
        var activity = input.Commit is null ? nameof(ImportImageActivity) : nameof(BuildComponentActivity);
        try
        {
            return await context.CallActivityAsync<BuildOutcome>(activity, input, Retries.Standard);
        }
        catch (TaskFailedException exception)
        {
            return new BuildOutcome(null, Failure.Of(
                ReasonCodes.InternalError, $"the build of \"{input.Component}\" could not be run: {exception.FailureDetails.ErrorMessage}"));
        }
    }
}
