namespace Pipelines.Clusters;

/// <summary>A job that the cluster itself starts while its release has the traffic.</summary>
/// <param name="Component">What runs: image, command, environment and limits.</param>
/// <param name="Cron">Five cron fields: minute, hour, day of month, month, day of week.</param>
/// <param name="TimeZone">IANA name of the time zone the fields are read in; null is UTC.</param>
/// <param name="Timeout">The time after which a run is stopped.</param>
public sealed record ScheduledJob(ReleaseComponent Component, string Cron, string? TimeZone, TimeSpan Timeout);
