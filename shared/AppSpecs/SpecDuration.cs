using System.Globalization;

namespace Pipelines.AppSpecs;

/// <summary>Durations as Go writes them: <c>1h30m</c>, <c>90s</c>, <c>1.5h</c>, <c>250ms</c>.</summary>
public static class SpecDuration
{
    private const double MaximumSeconds = 366d * 24 * 3600;

    /// <summary>Reads a duration that is not negative and at most a year (366 days).</summary>
    /// <param name="text">Numbers with units (ns, us, µs, ms, s, m, h), or 0.</param>
    /// <param name="duration">The duration, or zero.</param>
    /// <returns>False when the text has no such form.</returns>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (string.IsNullOrEmpty(text) || text.Length > 64)
        {
            return false;
        }

        if (text == "0")
        {
            return true;
        }

        var seconds = 0d;
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (!TryReadPart(ref rest, out var part))
            {
                return false;
            }

            seconds += part;
        }

        if (seconds > MaximumSeconds)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }

    /// <summary>Writes a duration so that it can be read again: <c>1h30m0s</c> becomes <c>1h30m</c>.</summary>
    /// <param name="duration">A duration that is not negative.</param>
    /// <returns>Hours, minutes and seconds with their units, without those that are zero.</returns>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        var hours = (long)duration.TotalHours;
        var seconds = duration.Seconds + ((duration.Ticks % TimeSpan.TicksPerSecond) / (double)TimeSpan.TicksPerSecond);
        return (hours > 0 ? string.Create(CultureInfo.InvariantCulture, $"{hours}h") : "")
            + (duration.Minutes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{duration.Minutes}m") : "")
            + (seconds > 0 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#######}s") : "");
    }

    private static bool TryReadPart(ref ReadOnlySpan<char> rest, out double seconds)
    {
        seconds = 0;
        var digits = 0;
        while (digits < rest.Length && (char.IsAsciiDigit(rest[digits]) || rest[digits] == '.'))
        {
            digits++;
        }

        var letters = digits;
        while (letters < rest.Length && !char.IsAsciiDigit(rest[letters]) && rest[letters] != '.')
        {
            letters++;
        }

        if (!double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || UnitInSeconds(rest[digits..letters]) is not { } unit)
        {
            return false;
        }

        seconds = number * unit;
        rest = rest[letters..];
        return true;
    }

    private static double? UnitInSeconds(ReadOnlySpan<char> unit) => unit switch
    {
        "h" => 3600,
        "m" => 60,
        "s" => 1,
        "ms" => 1e-3,
        "us" or "µs" or "μs" => 1e-6,
        "ns" => 1e-9,
        _ => null,
    };
}
