using Microsoft.DurableTask;
using Pipelines.Activities.Alerts;
using Pipelines.Deployments.Alerts;

namespace Pipelines.Orchestrations.Alerts;

/// <summary>The workflow of one message to one destination: sends it, tries again for about an hour, and records what became of it.</summary>
[DurableTask]
public sealed class AlertMessageOrchestrator : TaskOrchestrator<AlertMessage, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskOrchestrationContext context, AlertMessage input)
    {
        AlertDelivery delivery;
        try
        {
            delivery = await context.CallActivityAsync<AlertDelivery>(nameof(SendAlertActivity), input, Retries.Delivery);
        }
        catch (TaskFailedException exception)
        {
            delivery = new AlertDelivery(new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero), $"{exception.FailureDetails.ErrorMessage}, for an hour");
        }

        _ = await context.CallActivityAsync<bool>(nameof(RecordAlertDeliveryActivity), new AlertDeliveryRecord(input, delivery), Retries.Standard);
        return delivery.Problem is null;
    }
}
