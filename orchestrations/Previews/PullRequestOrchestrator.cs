using Microsoft.DurableTask;
using Pipelines.Activities.Previews;
using Pipelines.Deployments.Requests;

namespace Pipelines.Orchestrations.Previews;

/// <summary>The workflow of one delivery about a pull request: finds the apps that show it and tells their previews. Its instance stays, so that a redelivery is known for good.</summary>
[DurableTask]
public sealed class PullRequestOrchestrator : TaskOrchestrator<PullRequestDelivery, IReadOnlyList<string>>
{
    /// <inheritdoc/>
    public override async Task<IReadOnlyList<string>> RunAsync(TaskOrchestrationContext context, PullRequestDelivery input)
    {
        var request = new PreviewRequest(input, context.NewGuid(), new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero));
        var decisions = await context.CallActivityAsync<IReadOnlyList<PreviewDecision>>(nameof(DecidePreviewsActivity), request, Retries.Standard);
        var cause = $"pull request {input.Number} of {input.Provider}/{input.Repository}";
        foreach (var decision in decisions)
        {
            var instance = PreviewMessage.InstanceId(decision.AppId);
            if (decision.Step == PreviewStep.Create)
            {
                // Not awaited: it lives as long as the preview.
                _ = context.CallSubOrchestratorAsync<bool>(nameof(PreviewOrchestrator), new PreviewInput(decision, cause), new SubOrchestrationOptions(instanceId: instance));
            }
            else
            {
                context.SendEvent(instance, PreviewMessage.EventName, new PreviewMessage(decision.DeploymentId, decision.Lifetime));
            }
        }

        return [.. decisions.Select(decision => decision.AppId)];
    }
}
