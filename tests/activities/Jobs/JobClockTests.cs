using System.Globalization;
using Pipelines.Activities.Jobs;

namespace Pipelines.Activities.Tests.Jobs;

/// <summary>Missed times as a Kubernetes CronJob treats them.</summary>
public sealed class JobClockTests
{
    [Theory]
    [InlineData("* * * * *", "2026-01-01 10:00:00", "2026-01-01 10:00:59", null, 0)]
    [InlineData("* * * * *", "2026-01-01 10:00:00", "2026-01-01 10:01:00", "10:01", 0)]
    [InlineData("* * * * *", "2026-01-01 10:00:00", "2026-01-01 10:03:30", "10:03", 2)]
    [InlineData("0 * * * *", "2026-01-01 06:30:00", "2026-01-01 10:05:00", "10:00", 3)]
    [InlineData("0 * * * *", "2026-01-01 06:30:00", "2026-01-01 10:10:00", null, 4)]
    [InlineData("0 * * * *", "2026-01-01 06:30:00", "2026-01-01 10:09:59", "10:00", 3)]
    [InlineData("0 4 * * *", "2026-01-01 03:00:00", "2026-01-01 04:00:00", "04:00", 0)]
    [InlineData("0 4 * * *", "2026-01-01 03:00:00", "2026-01-01 12:00:00", null, 1)]
    [InlineData("* * * * *", "2025-01-01 10:00:00", "2026-01-01 10:00:30", "10:00", 100)]
    [InlineData("0 0 30 2 *", "2025-01-01 10:00:00", "2026-01-01 10:00:30", null, 0)]
    public void Of_missed_times_the_last_starts_unless_it_is_too_late(string cron, string handled, string now, string? start, int missed)
    {
        var due = new JobClock("report", cron, null, At(handled)).FindDue(At(now));
        due.Start?.ToString("HH:mm", CultureInfo.InvariantCulture).ShouldBe(start);
        due.Missed.ShouldBe(missed);
        due.IsNone.ShouldBe(start is null && missed == 0);
    }

    [Fact]
    public void Times_are_read_in_the_jobs_own_zone()
    {
        var clock = new JobClock("report", "30 2 * * *", "Europe/Berlin", At("2026-03-28 12:00:00"));
        clock.FindNext(clock.Handled).ShouldBe(At("2026-03-29 01:00:00"), "02:30 is left out that night");
        clock.FindDue(At("2026-03-29 01:00:10")).Start.ShouldBe(At("2026-03-29 01:00:00"));
    }

    [Theory]
    [InlineData("* * * * *", null, true)]
    [InlineData("* * * * *", "Europe/Berlin", true)]
    [InlineData("* * * * *", "Mars/Base", false)]
    [InlineData("* * * *", null, false)]
    public void A_schedule_that_this_machine_cannot_read_is_known_as_such(string cron, string? zone, bool isReadable) =>
        new JobClock("report", cron, zone, default).IsReadable.ShouldBe(isReadable);

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time + "Z", CultureInfo.InvariantCulture);
}
