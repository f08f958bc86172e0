using Microsoft.DurableTask;
using Pipelines.Activities.Builds;
using Pipelines.Activities.Registry;

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
            return await context.CallActivityAsync<BuildOutcome>(activity, input, Retries.Brief);
        }
        catch (TaskFailedException exception)
        {
            return new BuildOutcome(null, SourceFailures.Of(exception, $"the build of \"{input.Component}\""));
        }
    }
}
