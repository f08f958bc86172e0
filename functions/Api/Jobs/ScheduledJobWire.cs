namespace Pipelines.Functions.Api.Jobs;

/// <summary>A scheduled job of an app's active release.</summary>
/// <param name="JobName">The job's name.</param>
/// <param name="Schedule">When it runs.</param>
/// <param name="NextRunAt">When it becomes due next; null where it never does or the app is archived.</param>
/// <param name="LastInvocation">Its newest run; null before the first.</param>
public sealed record ScheduledJobWire(string JobName, ScheduleWire Schedule, DateTimeOffset? NextRunAt, JobInvocationWire? LastInvocation);
