using Microsoft.DurableTask;
using Pipelines.Activities.Deliveries;
using Pipelines.Deployments;
using Pipelines.Deployments.Requests;

namespace Pipelines.Orchestrations.Deliveries;

/// <summary>The workflow of one webhook delivery: finds the apps it concerns and asks each for a deployment. Its instance stays, so that a redelivery is known for good.</summary>
[DurableTask]
public sealed class DeliveryOrchestrator : TaskOrchestrator<PushDelivery, IReadOnlyList<string>>
{
    private const int ShortCommit = 7;

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<string>> RunAsync(TaskOrchestrationContext context, PushDelivery input)
    {
        var matches = await context.CallActivityAsync<IReadOnlyList<DeliveryMatch>>(nameof(MatchDeliveryActivity), input, Retries.Standard);
        var requested = new List<string>();
        foreach (var match in matches)
        {
            var request = new DeployRequest
            {
                DeploymentId = DeploymentIds.New(new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero), context.NewGuid()),
                Cause = new DeploymentCause(
                    DeploymentCauseType.DeployOnPush,
                    $"commit {match.Commit[..Math.Min(ShortCommit, match.Commit.Length)]} pushed to {input.Provider}/{input.Repository}"),
                UpdateSources = false,
                Commits = match.Components.ToDictionary(component => component, _ => match.Commit),
                Push = match.Push,
                RequestedAt = input.ReceivedAt,
            };
            context.SendEvent(AppMessage.InstanceId(match.AppId), AppMessage.EventName, new AppMessage(request));
            requested.Add(request.DeploymentId);
        }

        return requested;
    }
}
