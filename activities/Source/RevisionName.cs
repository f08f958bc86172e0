using System.Text.RegularExpressions;

namespace Pipelines.Activities.Source;

/// <summary>Checks branch and tag names as git-check-ref-format(1) does.</summary>
internal static partial class RevisionName
{
    public static bool IsCommit(string revision) => Commit().IsMatch(revision);

    public static bool IsAbbreviatedCommit(string revision) => Abbreviation().IsMatch(revision);

    /// <summary>Checks a name.</summary>
    /// <exception cref="SourceException">The name cannot be one of a branch, tag or commit.</exception>
    public static void Check(string revision)
    {
        if (revision.Length is 0 or > 255
            || Forbidden().IsMatch(revision)
            || revision.StartsWith('-')
            || revision.EndsWith('.')
            || revision.EndsWith('/')
            || revision.Split('/').Any(part => part.Length == 0 || part[0] == '.' || part.EndsWith(".lock", StringComparison.Ordinal)))
        {
            var shown = string.Concat(revision.Take(100).Select(c => char.IsControl(c) ? '?' : c));
            throw new SourceException($"'{shown}' is not the name of a branch, tag or commit.");
        }
    }

    [GeneratedRegex("^(?:[0-9a-f]{40}|[0-9a-f]{64})$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Commit();

    [GeneratedRegex("^[0-9a-f]{7,39}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Abbreviation();

    [GeneratedRegex(@"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|^@$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Forbidden();
}
