using System.Globalization;

namespace Pipelines.AppSpecs;

/// <summary>Checks five cron fields: minute, hour, day of month, month, day of week.</summary>
internal static class CronFields
{
    private const int MaximumLength = 256;

    private static readonly (string Name, int Minimum, int Maximum, string[] Words)[] s_fields =
    [
        ("minute", 0, 59, []),
        ("hour", 0, 23, []),
        ("day of month", 1, 31, []),
        ("month", 1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]),
        ("day of week", 0, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]),
    ];

    /// <summary>Checks a schedule.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static string? FindProblem(string cron)
    {
        var parts = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (cron.Length > MaximumLength || parts.Length != s_fields.Length)
        {
            return "cron must have five fields: minute, hour, day of month, month, day of week";
        }

        for (var index = 0; index < parts.Length; index++)
        {
            var (name, minimum, maximum, words) = s_fields[index];
            if (!parts[index].Split(',').All(part => IsPart(part, minimum, maximum, words)))
            {
                var orWords = words.Length == 0 ? "" : $" or {words[0]} to {words[^1]}";
                return $"the cron field {name} must hold numbers from {minimum} to {maximum}{orWords}, \"*\", ranges such as 1-5 and steps such as */10";
            }
        }

        return null;
    }

    private static bool IsPart(string part, int minimum, int maximum, string[] words)
    {
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        var range = slash < 0 ? part : part[..slash];
        if (slash >= 0 && (Number(part[(slash + 1)..]) is not { } step || step < 1 || step > maximum))
        {
            return false;
        }

        if (range == "*")
        {
            return true;
        }

        var dash = range.IndexOf('-', StringComparison.Ordinal);
        return dash < 0
            ? IsWithin(Value(range, minimum, words), minimum, maximum)
            : IsWithin(Value(range[..dash], minimum, words), minimum, Value(range[(dash + 1)..], minimum, words) is { } last && last <= maximum ? last : -1);
    }

    private static bool IsWithin(int? value, int minimum, int maximum) => value >= minimum && value <= maximum;

    private static int? Value(string text, int minimum, string[] words)
    {
        var word = Array.FindIndex(words, candidate => candidate.Equals(text, StringComparison.OrdinalIgnoreCase));
        return word >= 0 ? word + minimum : Number(text);
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
