using Microsoft.DurableTask;
using Pipelines.Deployments.Alerts;

namespace Pipelines.Activities.Alerts;

/// <summary>Records what became of a message, where its alert and destination are still there, and lets the next to the same destination go.</summary>
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

                states[change.AlertId] = state with { Deliveries = deliveries, Untold = Without(state.Untold, destination, change.Key) };
            }

            return states;
        });
        return true;
    }

    private static Dictionary<string, IReadOnlyList<string>> Without(IReadOnlyDictionary<string, IReadOnlyList<string>> untold, string destination, string key)
    {
        var left = untold.ToDictionary(StringComparer.Ordinal);
        if (left.TryGetValue(destination, out var keys))
        {
            left[destination] = [.. keys.Where(each => each != key)];
        }

        return left;
    }
}
