using System.Globalization;
using Microsoft.Extensions.Configuration;
using Pipelines.Functions.Embedded;

namespace Microsoft.Azure.Functions.Worker.Tests;

public sealed class NcrontabScheduleTests
{
    [Theory]
    [InlineData("0 */5 * * * *", "2026-01-01 00:00:00", "2026-01-01 00:05:00")]
    [InlineData("0 */5 * * * *", "2026-01-01 00:04:59", "2026-01-01 00:05:00")]
    [InlineData("* * * * * *", "2026-12-31 23:59:59", "2027-01-01 00:00:00")]
    [InlineData("*/15 * * * * *", "2026-01-01 00:00:46", "2026-01-01 00:01:00")]
    [InlineData("30 5/20 * * * *", "2026-01-01 00:25:30", "2026-01-01 00:45:30")]
    [InlineData("30 5/20 * * * *", "2026-01-01 00:45:30", "2026-01-01 01:05:30")]
    [InlineData("0 0 8-18/4 * * *", "2026-01-01 16:00:00", "2026-01-02 08:00:00")]
    [InlineData("0 0 8,12,20 * * *", "2026-01-01 12:00:00", "2026-01-01 20:00:00")]
    [InlineData("0 30 9 * * MON-FRI", "2026-01-02 09:30:00", "2026-01-05 09:30:00")]
    [InlineData("0 30 9 * * 1-5", "2026-01-02 09:30:00", "2026-01-05 09:30:00")]
    [InlineData("0 0 0 * * 7", "2026-01-01 00:00:00", "2026-01-04 00:00:00")]
    [InlineData("0 0 0 * * 0", "2026-01-01 00:00:00", "2026-01-04 00:00:00")]
    [InlineData("0 0 0 * * 5-7", "2026-01-03 00:00:00", "2026-01-04 00:00:00")]
    [InlineData("0 0 0 * * sunday", "2026-01-01 00:00:00", "2026-01-04 00:00:00")]
    [InlineData("0 0 0 1 * *", "2026-01-01 00:00:00", "2026-02-01 00:00:00")]
    [InlineData("0 0 0 31 * *", "2026-01-31 00:00:00", "2026-03-31 00:00:00")]
    [InlineData("0 0 0 29 2 *", "2026-01-01 00:00:00", "2028-02-29 00:00:00")]
    [InlineData("0 0 0 29 FEB sat", "2026-01-01 00:00:00", "2048-02-29 00:00:00")]
    [InlineData("0 0 0 1 jan,July *", "2026-01-01 00:00:00", "2026-07-01 00:00:00")]
    [InlineData("0 0 0 13 * 5", "2026-01-01 00:00:00", "2026-02-13 00:00:00")]
    [InlineData("59 59 23 31 12 *", "2026-12-31 23:59:58", "2026-12-31 23:59:59")]
    [InlineData("10 20 3 * * *", "2026-01-01 03:20:09", "2026-01-01 03:20:10")]
    [InlineData("10 20 3 * * *", "2026-01-01 03:20:10", "2026-01-02 03:20:10")]
    [InlineData("5 0 3 * * *", "2026-01-01 03:00:04.5", "2026-01-01 03:00:05")]
    [InlineData("0,30 10-12 3,5 * * *", "2026-01-01 03:12:30", "2026-01-01 05:10:00")]
    [InlineData("*/5 * * * *", "2026-01-01 00:01:00", "2026-01-01 00:05:00")]
    [InlineData("  0   0 0 * *   * ", "2026-01-01 00:00:00", "2026-01-02 00:00:00")]
    public void The_next_occurrence_is_the_first_that_fits(string expression, string after, string next) =>
        NcrontabSchedule.Parse(expression).Next(Time(after)).ShouldBe(Time(next));

    [Fact]
    public void The_occurrences_of_a_year_are_all_there_and_in_order()
    {
        var schedule = NcrontabSchedule.Parse("0 0 */6 * * 1,3");
        var expected = Enumerable.Range(0, 365 * 24).Select(hour => Time("2026-01-01 00:00:00").AddHours(hour))
            .Where(time => time.Hour % 6 == 0 && time.DayOfWeek is DayOfWeek.Monday or DayOfWeek.Wednesday && time.Hour % 6 == 0)
            .ToList();

        var found = new List<DateTimeOffset>();
        for (var time = schedule.Next(Time("2025-12-31 23:59:59")); time!.Value.Year == 2026; time = schedule.Next(time.Value))
        {
            found.Add(time.Value);
        }

        found.ShouldBe(expected);
    }

    [Theory]
    [InlineData("", "it has 0 fields")]
    [InlineData("* * * *", "it has 4 fields")]
    [InlineData("* * * * * * *", "it has 7 fields")]
    [InlineData("60 * * * * *", "'60' is outside of 0 to 59, the seconds")]
    [InlineData("0 61 * * * *", "'61' is outside of 0 to 59, the minutes")]
    [InlineData("0 0 24 * * *", "'24' is outside of 0 to 23, the hours")]
    [InlineData("0 0 0 0 * *", "'0' is outside of 1 to 31, the days of the month")]
    [InlineData("0 0 0 1 13 *", "'13' is outside of 1 to 12, the months")]
    [InlineData("0 0 0 * * 8", "'8' is outside of 0 to 7, the weekdays")]
    [InlineData("0 0 0 * * FRI-MON", "'FRI-MON' of the weekdays runs backwards")]
    [InlineData("0 */0 * * * *", "'0' is not a step of the minutes")]
    [InlineData("0 */x * * * *", "'x' is not a step of the minutes")]
    [InlineData("0 1,,2 * * * *", "'' is not a value of the minutes")]
    [InlineData("0 -1 * * * *", "'' is not a value of the minutes")]
    [InlineData("0 +1 * * * *", "'+1' is not a value of the minutes")]
    [InlineData("0 0 0 * smarch *", "'smarch' is not a value of the months")]
    [InlineData("0 0 0 ? * *", "'?' is not a value of the days of the month")]
    [InlineData("0 0 0 30 2 *", "never occurs")]
    [InlineData("00:00:00", "is not a time span above zero")]
    [InlineData("-00:05:00", "is not a time span above zero")]
    [InlineData("1:2:3:4:5:6", "is not a time span above zero")]
    [InlineData("%Absent%", "names the setting 'Absent', which is not set")]
    public void A_wrong_schedule_says_what_is_wrong(string schedule, string message) =>
        Should.Throw<FormatException>(() => TimerScheduleParser.Parse(schedule, Configuration(), Time("2026-01-01 00:00:00")))
            .Message.ShouldContain(message);

    [Theory]
    [InlineData("00:10:00")]
    [InlineData("%Ten%")]
    [InlineData("%Ten:Minutes%")]
    public void A_time_span_and_a_setting_are_schedules_too(string schedule)
    {
        var after = Time("2026-01-01 00:00:00");

        TimerScheduleParser.Parse(schedule, Configuration(), after).Schedule.Next(after).ShouldBe(after.AddMinutes(10));
    }

    private static IConfiguration Configuration() => new ConfigurationBuilder()
        .AddInMemoryCollection([new("Ten", " 0 */10 * * * *"), new("Ten:Minutes", "00:10:00")]).Build();

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
