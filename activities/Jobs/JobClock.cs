using System.Text.Json.Serialization;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Jobs;

/// <summary>A job's schedule, and up to when its times are dealt with. Pure.</summary>
/// <param name="Job">The job's name.</param>
/// <param name="Cron">Five cron fields.</param>
/// <param name="TimeZone">IANA name of the time zone the fields are read in; null is UTC.</param>
/// <param name="Handled">All times up to this one have been started or given up.</param>
public sealed record JobClock(string Job, string Cron, string? TimeZone, DateTimeOffset Handled)
{
    /// <summary>How late a run may start (what a Kubernetes CronJob calls <c>startingDeadlineSeconds</c>).</summary>
    public static readonly TimeSpan StartingDeadline = TimeSpan.FromMinutes(10);

    /// <summary>How many missed times are counted; as many are as good as more.</summary>
    public const int CountedMissed = 100;

    /// <summary>Gets a value indicating whether this machine can read it: one without the rules of a time zone cannot.</summary>
    [JsonIgnore]
    public bool IsReadable => CronSchedule.TryParse(Cron, out _, out _) && (TimeZone is null || TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _));

    /// <summary>Finds the next time.</summary>
    /// <returns>The time, or null where none comes.</returns>
    /// <exception cref="TimeZoneNotFoundException">The machine does not know the zone.</exception>
    public DateTimeOffset? FindNext(DateTimeOffset after) => Read().Schedule.FindNext(after, Read().Zone);

    /// <summary>
    /// Finds what is due: of the times that were not dealt with the last may start, unless it is too late for that one too.
    /// </summary>
    /// <param name="now">The time.</param>
    public DueTimes FindDue(DateTimeOffset now)
    {
        var (schedule, zone) = Read();
        var start = Last(schedule, zone, Later(Handled, now - StartingDeadline), now);
        var missed = 0;
        DateTimeOffset? lastMissed = null;
        for (var time = schedule.FindNext(Handled, zone); time <= now && time != start && missed < CountedMissed; time = schedule.FindNext(time.Value, zone))
        {
            lastMissed = time;
            missed++;
        }

        return new DueTimes(start, missed, lastMissed);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset? Last(CronSchedule schedule, TimeZoneInfo zone, DateTimeOffset after, DateTimeOffset now)
    {
        DateTimeOffset? last = null;
        for (var time = schedule.FindNext(after, zone); time <= now; time = schedule.FindNext(time.Value, zone))
        {
            last = time;
        }

        return last;
    }

    private (CronSchedule Schedule, TimeZoneInfo Zone) Read() =>
        (CronSchedule.Parse(Cron), TimeZone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(TimeZone));
}
