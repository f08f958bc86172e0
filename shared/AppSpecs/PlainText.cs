using System.Buffers;
using System.Collections.Frozen;

namespace Pipelines.AppSpecs;

/// <summary>Which texts YAML can hold without quotes and no reader, old or new, takes for anything else.</summary>
internal static class PlainText
{
    private static readonly SearchValues<char> s_safe =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./=+@$ ");

    private static readonly FrozenSet<string> s_words =
        new[] { "true", "false", "yes", "no", "on", "off", "y", "n", "null" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool IsSafe(string text) =>
        text.Length > 0
        && (char.IsAsciiLetter(text[0]) || text[0] is '/' or '_')
        && text[^1] != ' '
        && !text.AsSpan().ContainsAnyExcept(s_safe)
        && !s_words.Contains(text);
}
