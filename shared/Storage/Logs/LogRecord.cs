using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace Pipelines.Storage.Logs;

/// <summary>
/// The stored form of a log: records ended by a line feed, each a timestamp of 28 characters, then a blank and the text
/// of a line, or an exclamation mark and a control word. A person can read it with <c>less</c>.
/// </summary>
internal static class LogRecord
{
    /// <summary>The length of a timestamp such as <c>2026-11-22T00:16:20.1234567Z</c>, bytes.</summary>
    public const int TimestampLength = 28;

    /// <summary>The greatest length of a line's text, bytes of UTF-8.</summary>
    public const int MaximumText = 16 * 1024;

    /// <summary>The greatest length of a record with its line feed, bytes.</summary>
    public const int MaximumLength = TimestampLength + 1 + MaximumText + 1;

    /// <summary>The separator of a line.</summary>
    public const byte LineMark = (byte)' ';

    /// <summary>The separator of a control record.</summary>
    public const byte ControlMark = (byte)'!';

    private static ReadOnlySpan<byte> CutMark => "… (line cut at 16 KiB)"u8;

    private static ReadOnlySpan<byte> OpenWord => "open"u8;

    private static ReadOnlySpan<byte> CompleteWord => "complete"u8;

    private static ReadOnlySpan<byte> LimitWord => "limit"u8;

    /// <summary>Writes the record of a line, cut at a character's boundary where it is too long.</summary>
    /// <param name="destination">At least <see cref="MaximumLength"/> bytes.</param>
    /// <param name="time">The line's time.</param>
    /// <param name="text">The line's text, without line breaks.</param>
    /// <returns>The record's length, bytes.</returns>
    public static int WriteLine(Span<byte> destination, DateTimeOffset time, ReadOnlySpan<char> text)
    {
        var length = WriteTimestamp(destination, time, LineMark);
        length += WriteText(destination.Slice(length, MaximumText), text);
        destination[length++] = (byte)'\n';
        return length;
    }

    /// <summary>The record that opens a generation.</summary>
    public static byte[] Open(DateTimeOffset time, string generation) => Control(time, [.. OpenWord, (byte)' ', .. Encoding.ASCII.GetBytes(generation)]);

    /// <summary>The record that completes a stream.</summary>
    public static byte[] Complete(DateTimeOffset time) => Control(time, CompleteWord);

    /// <summary>The record that tells that the limit is reached, followed by the line that tells a reader.</summary>
    public static byte[] Limit(DateTimeOffset time, long limit)
    {
        Span<byte> line = stackalloc byte[256];
        var length = WriteTimestamp(line, time, LineMark);
        Utf8.TryWrite(line[length..], $"This log has reached its limit of {limit / 1024} KiB; further lines are not kept.\n", out var written);
        return [.. Control(time, LimitWord), .. line[..(length + written)]];
    }

    /// <summary>Reads a record, without its line feed.</summary>
    public static LogRecordKind Parse(ReadOnlySpan<byte> record, out LogLine line)
    {
        line = default;
        if (record.Length <= TimestampLength || !TryReadTimestamp(record, out var time))
        {
            return LogRecordKind.Damaged;
        }

        var rest = record[(TimestampLength + 1)..];
        switch (record[TimestampLength])
        {
            case LineMark:
                line = new LogLine(time, Encoding.UTF8.GetString(rest));
                return LogRecordKind.Line;
            case ControlMark:
                return rest.SequenceEqual(CompleteWord) ? LogRecordKind.Complete
                    : rest.SequenceEqual(LimitWord) ? LogRecordKind.Limit
                    : rest.StartsWith(OpenWord) ? LogRecordKind.Open
                    : LogRecordKind.Damaged;
            default:
                return LogRecordKind.Damaged;
        }
    }

    /// <summary>Tells whether bytes that follow a line feed look like a line's record, without parsing its time.</summary>
    public static bool LooksLikeLine(ReadOnlySpan<byte> bytes) =>
        bytes.Length > TimestampLength && bytes[TimestampLength] == LineMark && bytes[TimestampLength - 1] == (byte)'Z' && bytes[10] == (byte)'T';

    /// <summary>Tells the last record's kind from the end of a stream, and whether the limit was told in it.</summary>
    public static (LogRecordKind Last, bool Limited) ParseEnd(ReadOnlySpan<byte> end)
    {
        var last = LogRecordKind.Damaged;
        var limited = false;
        foreach (var range in end.Split((byte)'\n'))
        {
            if (end[range].IsEmpty)
            {
                continue;
            }

            last = Parse(end[range], out _);
            limited |= last == LogRecordKind.Limit;
        }

        return (last, limited);
    }

    private static byte[] Control(DateTimeOffset time, ReadOnlySpan<byte> word)
    {
        var record = new byte[TimestampLength + 1 + word.Length + 1];
        WriteTimestamp(record, time, ControlMark);
        word.CopyTo(record.AsSpan(TimestampLength + 1));
        record[^1] = (byte)'\n';
        return record;
    }

    private static int WriteTimestamp(Span<byte> destination, DateTimeOffset time, byte mark)
    {
        _ = Utf8Formatter.TryFormat(time.UtcDateTime, destination, out _, 'O');
        destination[TimestampLength] = mark;
        return TimestampLength + 1;
    }

    private static bool TryReadTimestamp(ReadOnlySpan<byte> record, out DateTimeOffset time) =>
        Utf8Parser.TryParse(record[..TimestampLength], out time, out var consumed, 'O') && consumed == TimestampLength;

    private static int WriteText(Span<byte> destination, ReadOnlySpan<char> text)
    {
        if (Utf8.FromUtf16(text, destination, out _, out var written) == System.Buffers.OperationStatus.Done)
        {
            return written;
        }

        Utf8.FromUtf16(text, destination[..^CutMark.Length], out _, out written);
        CutMark.CopyTo(destination[written..]);
        return written + CutMark.Length;
    }
}
