using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Pipelines.Orchestrations.Retention;

namespace Pipelines.Functions.Start;

/// <summary>Sees to it that the workflow runs that removes what nothing needs any more: it is eternal, and started once.</summary>
public sealed class RetentionTimer
{
    /// <summary>Starts the workflow unless it runs.</summary>
    [Function("EnsureRetention")]
    public async Task EnsureAsync([TimerTrigger("0 7 * * * *", RunOnStartup = true)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        if (await client.GetInstanceAsync(RetentionOrchestrator.InstanceId, cancellation) is null or { IsCompleted: true })
        {
            var once = new StartOrchestrationOptions(RetentionOrchestrator.InstanceId);
            _ = await client.ScheduleNewOrchestrationInstanceAsync(nameof(RetentionOrchestrator), "", once, cancellation);
        }
    }
}
