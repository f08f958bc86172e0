namespace Pipelines.AppSpecs;

/// <summary>The times at which a SCHEDULED job runs.</summary>
public sealed record JobSchedule
{
    /// <summary>Five cron fields: minute, hour, day of month, month, day of week.</summary>
    public string? Cron { get; init; }

    /// <summary>IANA name of the time zone the fields are read in; null is UTC.</summary>
    public string? TimeZone { get; init; }
}
