using System.Globalization;
using System.Text;

namespace Pipelines.Functions.Api.Logs;

/// <summary>A line of a log as clients see it.</summary>
/// <param name="Component">Who wrote it.</param>
/// <param name="Timestamp">When, UTC.</param>
/// <param name="Text">What, without a line break.</param>
public readonly record struct ShownLine(string Component, DateTimeOffset Timestamp, string Text)
{
    // doctl reads lines with a buffer of 64 KiB, and fails on a longer one.
    private const int MaximumBytes = 60 * 1024;

    /// <summary>The line as text: <c>component timestamp text</c>, below 64 KiB of UTF-8.</summary>
    public override string ToString()
    {
        var timestamp = Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
        return $"{Component} {timestamp} {Bounded(Text)}";
    }

    private static string Bounded(string text)
    {
        if (text.AsSpan().ContainsAny('\r', '\n'))
        {
            text = text.ReplaceLineEndings(" ");
        }

        if (text.Length <= MaximumBytes / 3 || Encoding.UTF8.GetByteCount(text) <= MaximumBytes)
        {
            return text;
        }

        // A character has at most three bytes; a surrogate pair is not cut in two.
        var length = MaximumBytes / 3;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "…";
    }
}
