using Microsoft.DurableTask;
using Pipelines.Orchestrations.Jobs;

namespace Pipelines.Orchestrations.Apps;

/// <content>The workflow of the scheduled jobs: begun with the first release that has some, told of every other, ended with the app.</content>
internal sealed partial class AppSession
{
    // A run that is stopped has its grace period, ten minutes at most.
    private static readonly TimeSpan s_schedulesPatience = TimeSpan.FromMinutes(15);

    private void FollowWithSchedules(bool begin = false)
    {
        var instance = ScheduleState.InstanceId(State.AppId);
        if (State.HasSchedules)
        {
            _context.SendEvent(instance, ScheduleState.ChangedEvent, true);
        }
        else if (begin)
        {
            State = State with { HasSchedules = true };
            _ = _context.CallSubOrchestratorAsync<bool>(
                nameof(ScheduledJobsOrchestrator), new ScheduleState(State.AppId, []), new SubOrchestrationOptions(instanceId: instance));
        }
    }

    // What a schedule started after the app is gone would bring it back.
    private async Task EndSchedulesAsync()
    {
        if (State.HasSchedules)
        {
            var ended = _context.WaitForExternalEvent<bool>(ScheduleState.EndedEvent);
            _context.SendEvent(ScheduleState.InstanceId(State.AppId), ScheduleState.ChangedEvent, true);
            _ = await Task.WhenAny(ended, _context.CreateTimer(s_schedulesPatience, CancellationToken.None));
        }
    }
}
