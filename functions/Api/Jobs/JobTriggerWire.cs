using Pipelines.Deployments;

namespace Pipelines.Functions.Api.Jobs;

/// <summary>What started a run of a job, as the Apps API shows it.</summary>
/// <param name="Type">DEPLOY or SCHEDULE.</param>
/// <param name="Scheduled">The schedule; null where none started it.</param>
public sealed record JobTriggerWire(JobTrigger Type, ScheduledTriggerWire? Scheduled = null)
{
    /// <summary>Shows what started a run.</summary>
    public static JobTriggerWire Of(JobInvocation invocation) => new(
        invocation.Trigger, invocation.Cron is { } cron ? new ScheduledTriggerWire(new ScheduleWire(cron, invocation.TimeZone)) : null);
}
