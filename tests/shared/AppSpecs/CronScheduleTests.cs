using System.Globalization;

namespace Pipelines.AppSpecs.Tests;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("* * * * *", "2026-01-01 00:00:30", "2026-01-01 00:01")]
    [InlineData("* * * * *", "2026-01-01 00:01", "2026-01-01 00:02")]
    [InlineData("*/15 * * * *", "2026-01-01 00:46", "2026-01-01 01:00")]
    [InlineData("5/20 * * * *", "2026-01-01 00:26", "2026-01-01 00:45")]
    [InlineData("0 9-17/4 * * *", "2026-01-01 09:00", "2026-01-01 13:00")]
    [InlineData("30 2 31 12 *", "2026-12-31 02:30", "2027-12-31 02:30")]
    [InlineData("0 0 29 2 *", "2026-01-01 00:00", "2028-02-29 00:00")]
    [InlineData("0 0 29 2 *", "2096-03-01 00:00", "2104-02-29 00:00")]
    [InlineData("0 0 * * 7", "2026-01-01 00:00", "2026-01-04 00:00")]
    [InlineData("0 0 * * SUN", "2026-01-01 00:00", "2026-01-04 00:00")]
    [InlineData("0 0 * * 5-7", "2026-01-04 00:00", "2026-01-09 00:00")]
    [InlineData("0 0 13 * FRI", "2026-01-02 00:00", "2026-01-09 00:00")]
    [InlineData("0 0 13 * FRI", "2026-01-09 00:00", "2026-01-13 00:00")]
    [InlineData("0 0 1 * *", "2026-01-01 00:00", "2026-02-01 00:00")]
    [InlineData("0 12 * JAN,jul mon", "2026-01-27 00:00", "2026-07-06 12:00")]
    [InlineData("0 0 30 2 *", "2026-01-01 00:00", null)]
    public void The_next_time_is_found(string cron, string after, string? next) => Next(cron, after, "UTC").ShouldBe(next);

    // Berlin goes from +1 to +2 at 01:00Z on 2026-03-29 and back at 01:00Z on 2026-10-25; New York from -5 to -4 at 07:00Z on
    // 2026-03-08 and back at 06:00Z on 2026-11-01; Lord Howe by half an hour, at 15:00Z on 2026-04-04 from +11 to +10:30.
    [Theory]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28 01:30", "2026-03-29 01:00", "2026-03-30 00:30")]
    [InlineData("0 3 * * *", "Europe/Berlin", "2026-03-28 02:00", "2026-03-29 01:00", "2026-03-30 01:00")]
    [InlineData("0,30 2 * * *", "Europe/Berlin", "2026-03-28 01:30", "2026-03-29 01:00", "2026-03-30 00:00")]
    [InlineData("*/30 * * * *", "Europe/Berlin", "2026-03-29 00:30", "2026-03-29 01:00", "2026-03-29 01:30")]
    [InlineData("0 */2 * * *", "Europe/Berlin", "2026-03-28 23:00", "2026-03-29 02:00", "2026-03-29 04:00")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-24 00:30", "2026-10-25 00:30", "2026-10-26 01:30")]
    [InlineData("30 * * * *", "Europe/Berlin", "2026-10-25 00:00", "2026-10-25 00:30", "2026-10-25 01:30")]
    [InlineData("*/20 2 * * *", "Europe/Berlin", "2026-10-25 00:30", "2026-10-25 00:40", "2026-10-25 01:00")]
    [InlineData("30 2 * * *", "America/New_York", "2026-03-07 07:30", "2026-03-08 07:00", "2026-03-09 06:30")]
    [InlineData("30 1 * * *", "America/New_York", "2026-10-31 05:30", "2026-11-01 05:30", "2026-11-02 06:30")]
    [InlineData("0 0 * * 0", "America/New_York", "2026-10-25 04:00", "2026-11-01 04:00", "2026-11-08 05:00")]
    [InlineData("45 1 * * *", "Australia/Lord_Howe", "2026-04-03 14:45", "2026-04-04 14:45", "2026-04-05 15:15")]
    [InlineData("*/15 * * * *", "Australia/Lord_Howe", "2026-04-04 14:45", "2026-04-04 15:00", "2026-04-04 15:15")]
    [InlineData("0 0 * * *", "Asia/Kolkata", "2026-01-01 00:00", "2026-01-01 18:30", "2026-01-02 18:30")]
    public void A_changed_clock_neither_loses_a_daily_run_nor_doubles_it(string cron, string zone, string after, string first, string second)
    {
        Next(cron, after, zone).ShouldBe(first);
        Next(cron, first, zone).ShouldBe(second);
    }

    [Fact]
    public void A_year_of_days_has_a_run_each_wherever_it_is()
    {
        foreach (var zone in (string[])["Europe/Berlin", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Tehran"])
        {
            var schedule = CronSchedule.Parse("30 2 * * *");
            var time = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
            var days = new HashSet<DateOnly>();
            for (var run = 0; run < 365; run++)
            {
                time = schedule.FindNext(time, TimeZoneInfo.FindSystemTimeZoneById(zone))!.Value;
                days.Add(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, TimeZoneInfo.FindSystemTimeZoneById(zone)).DateTime)).ShouldBeTrue($"{zone} at {time:u}");
            }

            (days.Max().DayNumber - days.Min().DayNumber).ShouldBe(364, zone);
        }
    }

    private static string? Next(string cron, string after, string zone) => CronSchedule.Parse(cron)
        .FindNext(DateTimeOffset.Parse(after + "Z", CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone))?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
