namespace Pipelines.Functions.Api.Jobs;

/// <summary>A schedule.</summary>
/// <param name="Cron">Five cron fields.</param>
/// <param name="TimeZone">IANA name of the time zone the fields are read in; null is UTC.</param>
public sealed record ScheduleWire(string Cron, string? TimeZone);
