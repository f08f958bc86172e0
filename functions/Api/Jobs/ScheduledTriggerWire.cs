namespace Pipelines.Functions.Api.Jobs;

/// <summary>The schedule that started a run of a job.</summary>
/// <param name="Schedule">The schedule.</param>
public sealed record ScheduledTriggerWire(ScheduleWire Schedule);
