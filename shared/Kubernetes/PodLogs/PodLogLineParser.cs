using System.Buffers;
using System.Text;

namespace Pipelines.Kubernetes.PodLogs;

/// <summary>Parses lines as the kubelet sends them: a time (RFC 3339, nanoseconds), a space, and what the container wrote.</summary>
internal static class PodLogLineParser
{
    private const int LongestTime = 40;
    private const int TicksDigits = 7;

    /// <summary>Parses a line.</summary>
    /// <param name="line">The line, perhaps cut.</param>
    /// <param name="last">The time of the line before, for lines that the kubelet adds without one.</param>
    public static PodLogLine Parse(ReadOnlySequence<byte> line, DateTimeOffset last)
    {
        var bytes = line.IsSingleSegment ? line.FirstSpan : line.ToArray();
        var space = bytes[..Math.Min(bytes.Length, LongestTime)].IndexOf((byte)' ');
        var stamp = space < 0 ? bytes : bytes[..space];
        return TryParseTime(stamp, out var time)
            ? new PodLogLine(time, Text(space < 0 ? [] : bytes[(space + 1)..]))
            : new PodLogLine(last, Text(bytes));
    }

    private static bool TryParseTime(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        // Of the fraction's digits, .NET knows seven.
        Span<byte> known = stackalloc byte[LongestTime];
        var length = 0;
        var digits = -1;
        if (text.Length is < 20 or > LongestTime)
        {
            time = default;
            return false;
        }

        foreach (var letter in text)
        {
            digits = letter == '.' ? 0 : digits >= 0 && char.IsAsciiDigit((char)letter) ? digits + 1 : -1;
            if (digits <= TicksDigits)
            {
                known[length++] = letter;
            }
        }

        Span<char> characters = stackalloc char[LongestTime];
        Encoding.ASCII.GetChars(known[..length], characters);
        return DateTimeOffset.TryParse(characters[..length], null, System.Globalization.DateTimeStyles.AssumeUniversal | System.Globalization.DateTimeStyles.AdjustToUniversal, out time)
            && text[4] == '-' && text[10] == 'T';
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        if (bytes.EndsWith("\r"u8))
        {
            bytes = bytes[..^1];
        }

        // Where a line was cut within a character, the character's beginning is dropped.
        var end = bytes.Length;
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var letter = bytes[^back];
            if ((letter & 0xC0) != 0x80)
            {
                var needed = letter >= 0xF0 ? 4 : letter >= 0xE0 ? 3 : letter >= 0xC0 ? 2 : 1;
                end = needed > back ? bytes.Length - back : end;
                break;
            }
        }

        return Encoding.UTF8.GetString(bytes[..end]);
    }
}
