using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Pipelines.Orchestrations.Alerts;

namespace Pipelines.Functions.Api.Alerts;

/// <summary>Sees to it that the alerts' workflow runs: started once, and again should it ever have ended.</summary>
public sealed class AlertsTimer
{
    /// <summary>Starts it where it does not run.</summary>
    [Function("KeepAlerts")]
    public async Task KeepAsync([TimerTrigger("15 * * * * *", UseMonitor = false, RunOnStartup = true)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        if (await client.GetInstanceAsync(AlertsOrchestrator.InstanceId, getInputsAndOutputs: false, cancellation) is null or { IsCompleted: true })
        {
            _ = await client.ScheduleNewOrchestrationInstanceAsync(nameof(AlertsOrchestrator), true, new StartOrchestrationOptions(AlertsOrchestrator.InstanceId), cancellation);
        }
    }
}
