using System.Diagnostics.CodeAnalysis;

namespace Pipelines.AppSpecs;

/// <summary>
/// Five cron fields: minute, hour, day of month, month, day of week (crontab(5)). As in crontab, a day matches where both
/// fields of days do, or where either does when both are restricted. Pure: the same question has the same answer as long as
/// the zone's rules are the same.
/// </summary>
public sealed class CronSchedule
{
    private const int MaximumLength = 256;

    // A 29th of February comes after eight years at the latest: what does not come by then never does.
    private const int MaximumDays = (9 * 366) + 1;

    // No zone's clock is changed by more, but where a zone crosses the date line.
    private static readonly TimeSpan s_greatestChange = TimeSpan.FromHours(3);

    private static readonly (string Name, int Minimum, int Maximum, string[] Words)[] s_fields =
    [
        ("minute", 0, 59, []),
        ("hour", 0, 23, []),
        ("day of month", 1, 31, []),
        ("month", 1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]),
        ("day of week", 0, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]),
    ];

    private readonly CronField _minutes;
    private readonly CronField _hours;
    private readonly CronField _days;
    private readonly CronField _months;
    private readonly CronField _weekdays;

    private CronSchedule(CronField[] fields)
    {
        (_minutes, _hours, _days, _months) = (fields[0], fields[1], fields[2], fields[3]);

        // Sunday is 0 and 7.
        _weekdays = fields[4] with { Values = fields[4].Values | (fields[4].Values >> 7 & 1) };
    }

    // Something that goes on all the time follows the clock as it is; something at a time of the day happens once a day.
    private bool IsInterval => _minutes.BeginsWithStar || _hours.BeginsWithStar;

    /// <summary>Reads a schedule.</summary>
    /// <param name="cron">The text, at most 256 characters.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static CronSchedule Parse(string cron) => TryParse(cron, out var schedule, out var problem) ? schedule : throw new FormatException(problem);

    /// <summary>Reads a schedule.</summary>
    /// <param name="cron">The text.</param>
    /// <param name="schedule">The schedule; null where it is none.</param>
    /// <param name="problem">What is wrong, for a person; null where nothing is.</param>
    public static bool TryParse(string cron, [NotNullWhen(true)] out CronSchedule? schedule, [NotNullWhen(false)] out string? problem)
    {
        (schedule, problem) = (null, null);
        var parts = cron.Length > MaximumLength ? [] : cron.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length != s_fields.Length)
        {
            problem = "cron must have five fields: minute, hour, day of month, month, day of week";
            return false;
        }

        var fields = new CronField[s_fields.Length];
        for (var index = 0; index < parts.Length; index++)
        {
            var (name, minimum, maximum, words) = s_fields[index];
            if (CronField.Parse(parts[index], minimum, maximum, words) is not { } field)
            {
                var orWords = words.Length == 0 ? "" : $" or {words[0]} to {words[^1]}";
                problem = $"the cron field {name} must hold numbers from {minimum} to {maximum}{orWords}, \"*\", ranges such as 1-5 and steps such as */10";
                return false;
            }

            fields[index] = field;
        }

        schedule = new CronSchedule(fields);
        return true;
    }

    /// <summary>
    /// Finds the next time. Where the clock is put forward, a time of the day that is left out comes at the moment of the change;
    /// where it is put back, one that comes twice counts once, the first time. A schedule that begins with <c>*</c> in minute
    /// or hour follows the clock instead: what is left out does not come, what comes twice comes twice.
    /// </summary>
    /// <param name="after">The time must be later.</param>
    /// <param name="zone">The time zone in which the fields are read.</param>
    /// <returns>The time in UTC; null where none comes, as for a 30th of February.</returns>
    public DateTimeOffset? FindNext(DateTimeOffset after, TimeZoneInfo zone)
    {
        // Times by the clock on the wall are not in the order of time where it is changed: one is looked for a little before and after.
        var clock = TimeZoneInfo.ConvertTime(after, zone).DateTime - s_greatestChange;
        DateTimeOffset? next = null;
        var end = DateTime.MaxValue;
        foreach (var time in TimesFrom(clock))
        {
            if (time > end)
            {
                break;
            }

            foreach (var moment in MomentsOf(time, zone).Where(moment => moment > after && (next is null || moment < next)))
            {
                next = moment;
                end = end == DateTime.MaxValue ? time + s_greatestChange : end;
            }
        }

        return next;
    }

    private IEnumerable<DateTime> TimesFrom(DateTime clock)
    {
        var first = new DateTime(clock.Year, clock.Month, clock.Day, clock.Hour, clock.Minute, 0, DateTimeKind.Unspecified);
        for (var day = 0; day < MaximumDays; day++)
        {
            var date = first.Date.AddDays(day);
            if (!Matches(date))
            {
                continue;
            }

            for (var minute = day == 0 ? (int)first.TimeOfDay.TotalMinutes : 0; minute < 24 * 60; minute++)
            {
                if (!_hours.Allows(minute / 60))
                {
                    minute += 59 - (minute % 60);
                }
                else if (_minutes.Allows(minute % 60))
                {
                    yield return date.AddMinutes(minute);
                }
            }
        }
    }

    private bool Matches(DateTime date)
    {
        var byDay = _days.Allows(date.Day);
        var byWeekday = _weekdays.Allows((int)date.DayOfWeek);
        return _months.Allows(date.Month) && (_days.IsOpen || _weekdays.IsOpen ? byDay && byWeekday : byDay || byWeekday);
    }

    private IEnumerable<DateTimeOffset> MomentsOf(DateTime time, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(time))
        {
            return IsInterval ? [] : [ChangeBefore(time, zone)];
        }

        if (!zone.IsAmbiguousTime(time))
        {
            return [new DateTimeOffset(time, zone.GetUtcOffset(time)).ToUniversalTime()];
        }

        var moments = zone.GetAmbiguousTimeOffsets(time).Select(offset => new DateTimeOffset(time, offset).ToUniversalTime()).Order();
        return IsInterval ? moments : moments.Take(1);
    }

    private static DateTimeOffset ChangeBefore(DateTime leftOut, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(leftOut))
        {
            leftOut = leftOut.AddMinutes(-1);
        }

        return new DateTimeOffset(leftOut, zone.GetUtcOffset(leftOut)).ToUniversalTime().AddMinutes(1);
    }
}
