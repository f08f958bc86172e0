using System.Text;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests.Routes;

/// <summary>Which paths a rule is about.</summary>
/// <param name="IsExact">Whether only the very path, else all below it too, at a segment's border.</param>
/// <param name="Value">The path as it is on the wire, without a slash at the end unless it is exact or nothing else.</param>
internal sealed record RoutePath(bool IsExact, string Value)
{
    private const string Unescaped = "-._~!$&'()*+,;=:@/%";

    /// <summary>Gets a value indicating whether this is every path.</summary>
    public bool IsRoot => !IsExact && Value == "/";

    /// <summary>Gets a value indicating whether routes can name it: they refuse paths that a server may read in two ways (Kubernetes, HTTPPathMatch).</summary>
    public bool IsPlain =>
        !Value.Contains("//", StringComparison.Ordinal) && !$"{Value}/".Contains("/./", StringComparison.Ordinal) && !$"{Value}/".Contains("/../", StringComparison.Ordinal)
        && !Value.Contains("%2f", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a condition.</summary>
    public static RoutePath Of(StringMatch? match) => match?.Exact is { Length: > 0 } exact
        ? new RoutePath(true, Escape(exact))
        : new RoutePath(false, Escape(match?.Prefix?.TrimEnd('/') is { Length: > 0 } prefix ? prefix : "/"));

    /// <summary>Whether every path of another condition is one of this too.</summary>
    public bool Covers(RoutePath other) => IsExact
        ? other.IsExact && other.Value == Value
        : IsRoot || other.Value == Value || other.Value.StartsWith(Value + "/", StringComparison.Ordinal);

    /// <summary>Writes a text as a path of the wire (RFC 3986); what is escaped already stays.</summary>
    public static string Escape(string text)
    {
        var path = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            path.Append(rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || Unescaped.Contains((char)rune.Value, StringComparison.Ordinal))
                ? rune.ToString()
                : Uri.EscapeDataString(rune.ToString()));
        }

        return path.ToString();
    }
}
