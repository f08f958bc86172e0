using Microsoft.DurableTask;
using Pipelines.Deployments.Alerts;

namespace Pipelines.Activities.Alerts;

/// <summary>Records what became of a message, where its alert and destination are still there.</summary>
/// <param name="alerts">How alerts are.</param>
[DurableTask]
public sealed class RecordAlertDeliveryActivity(AlertStore alerts) : TaskActivity<AlertDeliveryRecord, bool>
{
    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskActivityContext context, AlertDeliveryRecord input)
    {
        var (appId, destination, change) = input.Message;
        var keys = (await alerts.GetDestinationsAsync(appId)).GetValueOrDefault(change.AlertId)?.Keys ?? [];
        if (!(await alerts.GetStatesAsync(appId)).ContainsKey(change.AlertId))
        {
            return false;
        }

        await alerts.ChangeStatesAsync(appId, states =>
        {
            if (states.TryGetValue(change.AlertId, out var state))
            {
                var deliveries = state.Deliveries.Where(each => keys.Contains(each.Key)).ToDictionary(StringComparer.Ordinal);
                if (keys.Contains(destination) && !(deliveries.TryGetValue(destination, out var newest) && newest.At > input.Delivery.At))
                {
                    deliveries[destination] = input.Delivery;
                }

                states[change.AlertId] = state with { Deliveries = deliveries };
            }

            return states;
        });
        return true;
    }
}
