using System.Text.RegularExpressions;

namespace Pipelines.Activities.Detection;

/// <summary>Makes patterns for text that others wrote: matching takes time linear in the text, whatever it holds.</summary>
internal static class SourcePattern
{
    /// <summary>No match comes near it; a pattern without one would be taken for a vulnerable one.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    internal static Regex Of(string pattern, RegexOptions options = RegexOptions.None) =>
        new(pattern, options | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Limit);
}
