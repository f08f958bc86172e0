using System.Globalization;

namespace Pipelines.Functions.Embedded;

/// <summary>One field of an NCRONTAB expression: its name, its range, and the names its values may have.</summary>
internal sealed class NcrontabField
{
    public static readonly NcrontabField Seconds = new("seconds", 0, 59);
    public static readonly NcrontabField Minutes = new("minutes", 0, 59);
    public static readonly NcrontabField Hours = new("hours", 0, 23);
    public static readonly NcrontabField Days = new("days of the month", 1, 31);

    public static readonly NcrontabField Months = new(
        "months", 1, 12, "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december");

    // Sunday is 0 and 7.
    public static readonly NcrontabField Weekdays = new(
        "weekdays", 0, 7, "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");

    private readonly string label;
    private readonly int first;
    private readonly int last;
    private readonly string[] names;

    private NcrontabField(string label, int first, int last, params string[] names)
    {
        this.label = label;
        this.first = first;
        this.last = last;
        this.names = names;
    }

    /// <summary>Reads a list of <c>*</c>, values, ranges and steps into a set with one bit per value.</summary>
    /// <exception cref="FormatException">It is not one; the message says what is wrong with it.</exception>
    public ulong Parse(string text)
    {
        var values = text.Split(',').Aggregate(0UL, (set, part) => set | ParsePart(part));

        // Sunday written as 7 is the Sunday written as 0.
        return this == Weekdays && (values & (1UL << 7)) != 0 ? (values | 1UL) & ~(1UL << 7) : values;
    }

    private ulong ParsePart(string part)
    {
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        var range = slash < 0 ? part : part[..slash];
        var step = slash < 0 ? 1 : StepOf(part[(slash + 1)..]);
        var (from, to) = RangeOf(range, open: slash >= 0);
        var values = 0UL;
        for (var value = from; value <= to; value += step)
        {
            values |= 1UL << value;
        }

        return values;
    }

    private (int From, int To) RangeOf(string text, bool open)
    {
        if (text == "*")
        {
            return (first, this == Weekdays ? 6 : last);
        }

        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0)
        {
            var value = ValueOf(text);
            return (value, open ? last : value);
        }

        var (from, to) = (ValueOf(text[..dash]), ValueOf(text[(dash + 1)..]));
        return from <= to ? (from, to) : throw new FormatException($"'{text}' of the {label} runs backwards");
    }

    private int ValueOf(string text)
    {
        if (text.Length >= 3 && Array.FindIndex(names, name => name.StartsWith(text, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index)
        {
            return first + index;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            throw new FormatException($"'{text}' is not a value of the {label}");
        }

        return value >= first && value <= last
            ? value
            : throw new FormatException($"'{text}' is outside of {first} to {last}, the {label}");
    }

    private int StepOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var step) && step > 0 && step <= last
            ? step
            : throw new FormatException($"'{text}' is not a step of the {label}");
}
