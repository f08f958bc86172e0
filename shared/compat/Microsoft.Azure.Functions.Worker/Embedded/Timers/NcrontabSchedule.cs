using System.Numerics;

namespace Pipelines.Functions.Embedded;

/// <summary>
/// An NCRONTAB expression: second, minute, hour, day of the month, month, weekday, in UTC. A day must fit both its
/// number and its weekday. Five fields leave out the second, which is then 0.
/// </summary>
internal sealed class NcrontabSchedule : ITimerSchedule
{
    // 29 February on a given weekday comes back after 40 years at the latest.
    private const int YearsToSearch = 41;

    private readonly ulong seconds;
    private readonly ulong minutes;
    private readonly ulong hours;
    private readonly ulong days;
    private readonly ulong months;
    private readonly ulong weekdays;

    private NcrontabSchedule(string[] fields)
    {
        seconds = NcrontabField.Seconds.Parse(fields[0]);
        minutes = NcrontabField.Minutes.Parse(fields[1]);
        hours = NcrontabField.Hours.Parse(fields[2]);
        days = NcrontabField.Days.Parse(fields[3]);
        months = NcrontabField.Months.Parse(fields[4]);
        weekdays = NcrontabField.Weekdays.Parse(fields[5]);
    }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="FormatException">It is not one; the message says what is wrong with it.</exception>
    public static NcrontabSchedule Parse(string expression)
    {
        var fields = expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return fields.Length switch
        {
            5 => new NcrontabSchedule(["0", .. fields]),
            6 => new NcrontabSchedule(fields),
            var count => throw new FormatException(
                $"it has {count} fields instead of six: second minute hour day month weekday"),
        };
    }

    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var from = after.UtcDateTime;
        if (from.Year > DateTime.MaxValue.Year - YearsToSearch - 1)
        {
            return null;
        }

        var earliest = TimeOnly.FromDateTime(from).Add(TimeSpan.FromSeconds(1), out var overflow);
        var day = DateOnly.FromDateTime(from).AddDays(overflow);
        for (var end = day.AddYears(YearsToSearch); day <= end; day = NextCandidate(day), earliest = TimeOnly.MinValue)
        {
            if (Fits(day) && TimeFrom(earliest.Hour, earliest.Minute, earliest.Second) is { } time)
            {
                return new DateTimeOffset(day.ToDateTime(time), TimeSpan.Zero);
            }
        }

        return null;
    }

    private static bool Has(ulong set, int value) => (set & (1UL << value)) != 0;

    // The smallest value of the set that is not below the given one; 64 when there is none.
    private static int AtLeast(ulong set, int value) => BitOperations.TrailingZeroCount(set & (ulong.MaxValue << value));

    private bool Fits(DateOnly day) => Has(months, day.Month) && Has(days, day.Day) && Has(weekdays, (int)day.DayOfWeek);

    private DateOnly NextCandidate(DateOnly day) =>
        Has(months, day.Month) ? day.AddDays(1) : new DateOnly(day.Year, day.Month, 1).AddMonths(1);

    private TimeOnly? TimeFrom(int hour, int minute, int second)
    {
        for (var h = AtLeast(hours, hour); h < 24; h = AtLeast(hours, h + 1), minute = second = 0)
        {
            if (h != hour)
            {
                minute = second = 0;
            }

            for (var m = AtLeast(minutes, minute); m < 60; m = AtLeast(minutes, m + 1), second = 0)
            {
                var s = AtLeast(seconds, m == minute ? second : 0);
                if (s < 60)
                {
                    return new TimeOnly(h, m, s);
                }
            }
        }

        return null;
    }
}
