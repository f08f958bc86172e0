using Microsoft.DurableTask;
using Pipelines.Activities.Alerts;

namespace Pipelines.Orchestrations.Alerts;

/// <summary>
/// The eternal workflow of the alerts of all apps: it looks, records what is new, and has a workflow of its own send each
/// message, so that a destination that does not answer holds up nobody. A message is sent off in the turn that follows its
/// record: one for each change, whatever dies in between.
/// </summary>
[DurableTask]
public sealed class AlertsOrchestrator : TaskOrchestrator<bool, bool>
{
    /// <summary>The id of its only instance.</summary>
    public const string InstanceId = "alerts";

    private const int RoundsOfAGeneration = 20;

    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskOrchestrationContext context, bool input)
    {
        for (var round = 0; round < RoundsOfAGeneration; round++)
        {
            var look = await context.CallActivityAsync<AlertLook>(nameof(LookAtAlertsActivity), true, Retries.Forever);
            foreach (var app in look.Apps)
            {
                var told = await context.CallActivityAsync<IReadOnlyDictionary<string, IReadOnlyList<string>>>(nameof(RecordAlertsActivity), app, Retries.Forever);
                foreach (var change in app.Changes.Where(change => change.IsTold))
                {
                    foreach (var destination in told.TryGetValue(change.AlertId, out var all) ? all : [])
                    {
                        Send(context, new AlertMessage(app.AppId, destination, change));
                    }
                }
            }

            if (look.IsComplete)
            {
                await context.CreateTimer(look.Interval, CancellationToken.None);
            }
        }

        context.ContinueAsNew(true);
        return true;
    }

    // Nobody waits for it: it goes on when this workflow begins anew.
    private static void Send(TaskOrchestrationContext context, AlertMessage message) =>
        _ = context.CallSubOrchestratorAsync<bool>(nameof(AlertMessageOrchestrator), message, new SubOrchestrationOptions(instanceId: "alert-" + message.Id));
}
