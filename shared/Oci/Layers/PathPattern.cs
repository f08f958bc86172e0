using System.IO.Enumeration;

namespace Pipelines.Oci;

/// <summary>
/// A pattern of paths: <c>*</c> and <c>?</c> within a name, <c>**</c> for any number of directories. A pattern
/// without a slash matches a name in any directory (<c>*.log</c>, <c>.git</c>); with one it counts from the top
/// (<c>/dist</c>, <c>packages/*/test</c>, <c>**/cache/**</c>).
/// </summary>
public sealed class PathPattern
{
    private readonly string[] segments;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">The pattern is empty or contains <c>..</c>.</exception>
    public PathPattern(string pattern)
    {
        var anchored = pattern.TrimEnd('/').Contains('/', StringComparison.Ordinal);
        var names = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0 || names.Contains(".."))
        {
            throw new FormatException($"'{pattern}' is not a path pattern.");
        }

        segments = anchored ? names : ["**", .. names];
    }

    /// <summary>Whether the pattern matches a relative path such as <c>src/app.js</c>.</summary>
    public bool Matches(string path) => Matches(segments, path.Split('/', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Whether something below the directory <paramref name="path"/> could match.</summary>
    public bool MayMatchBelow(string path) => MayMatchBelow(segments, path.Split('/', StringSplitOptions.RemoveEmptyEntries));

    private static bool Matches(ReadOnlySpan<string> pattern, ReadOnlySpan<string> names)
    {
        if (pattern.IsEmpty)
        {
            return names.IsEmpty;
        }

        if (pattern[0] != "**")
        {
            return !names.IsEmpty && MatchesName(pattern[0], names[0]) && Matches(pattern[1..], names[1..]);
        }

        for (var skipped = 0; skipped <= names.Length; skipped++)
        {
            if (Matches(pattern[1..], names[skipped..]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MayMatchBelow(ReadOnlySpan<string> pattern, ReadOnlySpan<string> names)
    {
        if (names.IsEmpty || pattern.IsEmpty)
        {
            return !pattern.IsEmpty;
        }

        return pattern[0] == "**" || (MatchesName(pattern[0], names[0]) && MayMatchBelow(pattern[1..], names[1..]));
    }

    private static bool MatchesName(string pattern, string name) =>
        FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
