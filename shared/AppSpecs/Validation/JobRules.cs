namespace Pipelines.AppSpecs;

/// <summary>Rules about jobs.</summary>
internal static class JobRules
{
    private static readonly TimeSpan s_maximumTimeout = TimeSpan.FromHours(24);

    public static void Check(SpecCheck check, string path, JobSpec job)
    {
        if (!check.IsUncertain(path, "kind", "schedule"))
        {
            var isScheduled = job.EffectiveKind == JobKind.Scheduled;
            check.ReportWhen(isScheduled && job.Schedule is null, SpecPath.Field(path, "schedule"), "schedule is required for a job of kind SCHEDULED");
            check.ReportWhen(!isScheduled && job.Schedule is not null, SpecPath.Field(path, "schedule"), "schedule is for jobs of kind SCHEDULED only");
        }

        if (job.Schedule is { } schedule)
        {
            CheckSchedule(check, SpecPath.Field(path, "schedule"), schedule);
        }

        if (job.Timeout is { } text)
        {
            check.ReportWhen(
                !SpecDuration.TryParse(text, out var timeout) || timeout <= TimeSpan.Zero || timeout > s_maximumTimeout,
                SpecPath.Field(path, "timeout"),
                "timeout must be a duration such as \"1h30m\", above zero and at most 24h",
                text);
        }
    }

    private static void CheckSchedule(SpecCheck check, string path, JobSchedule schedule)
    {
        if (check.Require(path, "cron", schedule.Cron) && !CronSchedule.TryParse(schedule.Cron!, out _, out var problem))
        {
            check.Report(SpecPath.Field(path, "cron"), problem, schedule.Cron);
        }

        check.ReportWhen(
            schedule.TimeZone is { } zone && !(SpecPatterns.TimeZoneName.IsMatch(zone) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)),
            SpecPath.Field(path, "time_zone"),
            "time_zone must be a time zone's IANA name such as \"Europe/Berlin\"",
            schedule.TimeZone);
    }
}
