using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Pipelines.Functions.Embedded;

/// <summary>Reads the schedule of a timer trigger: NCRONTAB, a time span, or <c>%Setting%</c> naming one of them.</summary>
internal static class TimerScheduleParser
{
    /// <summary>Reads <paramref name="text"/>.</summary>
    /// <exception cref="FormatException">It is not a schedule, or one that never occurs; the message says what is wrong.</exception>
    public static (ITimerSchedule Schedule, string Text) Parse(string text, IConfiguration configuration, DateTimeOffset now)
    {
        var resolved = Resolve(text, configuration).Trim();
        var schedule = Read(resolved);
        return schedule.Next(now) is null
            ? throw new FormatException($"Schedule '{resolved}' never occurs.")
            : (schedule, resolved);
    }

    private static ITimerSchedule Read(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero
                ? new IntervalSchedule(interval)
                : throw new FormatException($"Schedule '{text}' is not a time span above zero.");
        }

        try
        {
            return NcrontabSchedule.Parse(text);
        }
        catch (FormatException exception)
        {
            throw new FormatException($"Schedule '{text}' is invalid: {exception.Message}.", exception);
        }
    }

    private static string Resolve(string text, IConfiguration configuration)
    {
        if (text is not ['%', .. var name, '%'])
        {
            return text;
        }

        return configuration[name] ?? throw new FormatException($"Schedule '{text}' names the setting '{name}', which is not set.");
    }
}
