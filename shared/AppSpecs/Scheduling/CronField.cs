using System.Globalization;

namespace Pipelines.AppSpecs;

/// <summary>One field of a schedule: the values it allows.</summary>
/// <param name="Values">A bit for each value.</param>
/// <param name="BeginsWithStar">Whether it begins with <c>*</c>: what goes on all the time, not at one.</param>
/// <param name="IsOpen">Whether it allows every value: <c>*</c> without a step.</param>
internal readonly record struct CronField(ulong Values, bool BeginsWithStar, bool IsOpen)
{
    /// <summary>Reads a field.</summary>
    /// <returns>The field, or null where it breaks the grammar.</returns>
    public static CronField? Parse(string text, int minimum, int maximum, string[] words)
    {
        ulong values = 0;
        var isOpen = false;
        foreach (var part in text.Split(','))
        {
            if (ParsePart(part, minimum, maximum, words) is not { } found)
            {
                return null;
            }

            values |= found;
            isOpen |= part is "*" or "*/1";
        }

        return new CronField(values, text.StartsWith('*'), isOpen);
    }

    /// <summary>Tells whether a value is allowed.</summary>
    public bool Allows(int value) => (Values >> value & 1) == 1;

    private static ulong? ParsePart(string part, int minimum, int maximum, string[] words)
    {
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        var range = slash < 0 ? part : part[..slash];
        var step = slash < 0 ? 1 : Number(part[(slash + 1)..]);
        if (step is not >= 1 || step > maximum || ParseRange(range, minimum, maximum, words, hasStep: slash >= 0) is not var (first, last))
        {
            return null;
        }

        ulong values = 0;
        for (var value = first; value <= last; value += step.Value)
        {
            values |= 1UL << value;
        }

        return values;
    }

    private static (int First, int Last)? ParseRange(string range, int minimum, int maximum, string[] words, bool hasStep)
    {
        if (range == "*")
        {
            return (minimum, maximum);
        }

        var dash = range.IndexOf('-', StringComparison.Ordinal);
        var first = Value(dash < 0 ? range : range[..dash], minimum, words);
        var last = dash >= 0 ? Value(range[(dash + 1)..], minimum, words) : hasStep ? maximum : first;
        return first >= minimum && first <= last && last <= maximum ? (first.Value, last.Value) : null;
    }

    private static int? Value(string text, int minimum, string[] words)
    {
        var word = Array.FindIndex(words, candidate => candidate.Equals(text, StringComparison.OrdinalIgnoreCase));
        return word >= 0 ? word + minimum : Number(text);
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
