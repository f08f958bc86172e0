using Microsoft.DurableTask;
using Pipelines.Activities.Jobs;
using Pipelines.Deployments;
using Pipelines.Deployments.Requests;

namespace Pipelines.Orchestrations.Jobs;

/// <summary>
/// The eternal workflow of an app's scheduled jobs. In each round it asks what is due, starts it, and waits for the next time or
/// a change. It ends with the app, once nothing of it runs.
/// </summary>
[DurableTask]
public sealed class ScheduledJobsOrchestrator : TaskOrchestrator<ScheduleState, bool>
{
    // A machine may learn of new rules of time zones; and no timer need be longer.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(1);

    private static readonly TimeSpan s_stopAgain = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public override async Task<bool> RunAsync(TaskOrchestrationContext context, ScheduleState input)
    {
        var changed = context.WaitForExternalEvent<bool>(ScheduleState.ChangedEvent);
        var plan = await context.CallActivityAsync<SchedulePlan>(
            nameof(PlanSchedulesActivity), new ScheduleCheck(input.AppId, Now(context), input.Clocks), Retries.Forever);
        if (plan is { IsOver: true, Running: [] })
        {
            context.SendEvent(AppMessage.InstanceId(input.AppId), ScheduleState.EndedEvent, true);
            return true;
        }

        await StartAsync(context, plan.Due);
        await StopAsync(context, input.AppId, plan.Running);
        await WaitAsync(context, changed, plan.IsOver ? Now(context) + s_stopAgain : plan.Next);
        context.ContinueAsNew(input with { Clocks = plan.Clocks });
        return false;
    }

    private static DateTimeOffset Now(TaskOrchestrationContext context) => new(context.CurrentUtcDateTime, TimeSpan.Zero);

    // Each run is written before it starts: the next round must not take it for one that is not there.
    private static async Task StartAsync(TaskOrchestrationContext context, IReadOnlyList<JobInvocation> due)
    {
        foreach (var invocation in due)
        {
            _ = await context.CallActivityAsync<bool>(nameof(CreateInvocationActivity), invocation, Retries.Forever);
            if (invocation.Phase == JobInvocationPhase.Pending)
            {
                _ = context.CallSubOrchestratorAsync<bool>(
                    nameof(JobInvocationOrchestrator), new InvocationKey(invocation.AppId, invocation.Id), new SubOrchestrationOptions(instanceId: invocation.Id));
            }
        }
    }

    private static async Task StopAsync(TaskOrchestrationContext context, string appId, IReadOnlyList<string> running)
    {
        foreach (var invocation in running)
        {
            _ = await context.CallActivityAsync<bool>(nameof(CancelInvocationActivity), new InvocationKey(appId, invocation), Retries.Forever);
        }
    }

    private static async Task WaitAsync(TaskOrchestrationContext context, Task changed, DateTimeOffset? next)
    {
        if (next is not { } time)
        {
            await changed;
            return;
        }

        // A timer that is left goes with this round.
        var latest = Now(context) + s_longestWait;
        _ = await Task.WhenAny(changed, context.CreateTimer((time < latest ? time : latest).UtcDateTime, CancellationToken.None));
    }
}
