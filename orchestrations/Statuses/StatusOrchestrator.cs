using Microsoft.DurableTask;
using Pipelines.Activities.Statuses;
using Pipelines.Deployments;

namespace Pipelines.Orchestrations.Statuses;

/// <summary>
/// Tells git providers how a deployment is, beside it and never in its way: at its start, at its end, and once more if its
/// release crashes on probation. A provider that does not answer is asked again for hours; what has changed meanwhile is
/// told instead, so that what is told last is what is so.
/// </summary>
[DurableTask]
public sealed class StatusOrchestrator : TaskOrchestrator<StatusInput, bool>
{
    private const int MaximumTries = 24;
    private const double Backoff = 2;
    private static readonly TimeSpan s_firstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_longestAskedWait = TimeSpan.FromHours(2);

    // Longer than any deployment and any probation takes.
    private static readonly TimeSpan s_watch = TimeSpan.FromHours(24);
    private static readonly TimeSpan s_crashWatch = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskOrchestrationContext context, StatusInput input)
    {
        var statuses = input.Statuses;
        var change = context.WaitForExternalEvent<StatusChange>(StatusChange.EventName);
        while (true)
        {
            statuses = await TellAsync(context, statuses, change);
            var isOver = statuses[0].Phase is DeploymentPhase.Error or DeploymentPhase.Canceled or DeploymentPhase.Superseded;
            if (isOver || !await WaitAsync(context, change, statuses[0].Phase == DeploymentPhase.Active ? s_crashWatch : s_watch))
            {
                return true;
            }

            var now = await change;
            change = context.WaitForExternalEvent<StatusChange>(StatusChange.EventName);
            statuses = [.. statuses.Select(status => status with { Phase = now.Phase, Reason = now.Reason, LiveUrl = now.LiveUrl })];
        }
    }

    // Until all are told, nobody wants to hear it, or there is something newer to tell.
    private static async Task<IReadOnlyList<DeploymentStatus>> TellAsync(TaskOrchestrationContext context, IReadOnlyList<DeploymentStatus> statuses, Task<StatusChange> change)
    {
        var told = statuses.ToArray();
        var waiting = Enumerable.Range(0, told.Length).ToList();
        for (var attempt = 0; attempt < MaximumTries; attempt++)
        {
            var receipts = await Task.WhenAll(waiting.Select(index => context.CallActivityAsync<StatusReceipt>(nameof(TellStatusActivity), told[index], Retries.Standard)));
            var refused = new List<int>();
            var wait = TimeSpan.FromSeconds(Math.Min(s_longestWait.TotalSeconds, s_firstWait.TotalSeconds * Math.Pow(Backoff, attempt)));
            for (var i = 0; i < receipts.Length; i++)
            {
                told[waiting[i]] = told[waiting[i]] with { ProviderId = receipts[i].ProviderId };
                if (receipts[i].TryAgain)
                {
                    refused.Add(waiting[i]);
                    wait = receipts[i].RetryAfter is { } asked && asked > wait ? asked : wait;
                }
            }

            waiting = refused;
            if (waiting.Count == 0 || await WaitAsync(context, change, wait < s_longestAskedWait ? wait : s_longestAskedWait))
            {
                break;
            }
        }

        return told;
    }

    /// <summary>Waits for a change, for a time.</summary>
    /// <returns>Whether it came.</returns>
    private static async Task<bool> WaitAsync(TaskOrchestrationContext context, Task<StatusChange> change, TimeSpan time)
    {
        if (change.IsCompleted)
        {
            return true;
        }

        using var stop = new CancellationTokenSource();
        var timer = context.CreateTimer(time, stop.Token);
        if (await Task.WhenAny(change, timer) == timer)
        {
            return false;
        }

#pragma warning disable CA1849, VSTHRD103, MA0042 // Within an orchestrator nothing else may be awaited.
        stop.Cancel();
#pragma warning restore CA1849, VSTHRD103, MA0042
        return true;
    }
}
