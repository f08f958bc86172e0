using System.Text.RegularExpressions;

namespace Pipelines.Storage;

/// <summary>
/// The rule of names: of blobs, log streams, collections and keys. Every name that passes is a safe relative path and a
/// blob name that no URL normalisation changes.
/// </summary>
internal static partial class StorageName
{
    // A file's name is at most 255 bytes, one of which marks it as a file.
    private const int MaximumSegment = 254;

    /// <summary>Refuses a name that cannot be a blob's or a log stream's.</summary>
    /// <exception cref="ArgumentException">The name breaks the rule.</exception>
    public static void ValidateBlob(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!BlobPattern().IsMatch(name) || !HasSafeSegments(name))
        {
            throw new ArgumentException($"'{Shorten(name)}' is no blob name: 1 to 512 of A-Z a-z 0-9 . _ - and / are allowed, the first a lower-case letter or digit, and no segment empty, ending in a dot or longer than {MaximumSegment}.", nameof(name));
        }
    }

    /// <summary>Refuses a prefix that no blob's name can start with; the empty one is fine.</summary>
    /// <exception cref="ArgumentException">The prefix breaks the rule.</exception>
    public static void ValidateBlobPrefix(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (prefix.Length > 0 && (!BlobPattern().IsMatch(prefix) || HasUnsafeSequence(prefix)))
        {
            throw new ArgumentException($"'{Shorten(prefix)}' is no prefix of a blob name.", nameof(prefix));
        }
    }

    /// <summary>Refuses a collection or key that breaks the rule.</summary>
    /// <exception cref="ArgumentException">The name breaks the rule.</exception>
    public static void ValidateState(string name, string parameter)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        if (!StatePattern().IsMatch(name) || !HasSafeSegments(name))
        {
            throw new ArgumentException($"'{Shorten(name)}' is no {parameter}: 1 to 256 of a-z 0-9 . _ - and / are allowed, the first a letter or digit, and no segment empty, ending in a dot or longer than {MaximumSegment}.", parameter);
        }
    }

    /// <summary>Refuses a prefix that no key can start with; the empty one is fine.</summary>
    /// <exception cref="ArgumentException">The prefix breaks the rule.</exception>
    public static void ValidateStatePrefix(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (prefix.Length > 0 && (!StatePattern().IsMatch(prefix) || HasUnsafeSequence(prefix)))
        {
            throw new ArgumentException($"'{Shorten(prefix)}' is no prefix of a key.", nameof(prefix));
        }
    }

    private static bool HasSafeSegments(string name)
    {
        foreach (var range in name.AsSpan().Split('/'))
        {
            var segment = name.AsSpan(range);
            if (segment.IsEmpty || segment[^1] == '.' || segment.Length > MaximumSegment)
            {
                return false;
            }
        }

        return !HasUnsafeSequence(name);
    }

    private static bool HasUnsafeSequence(string name) =>
        name.Contains("//", StringComparison.Ordinal) || name.Contains("..", StringComparison.Ordinal) || name.Contains("./", StringComparison.Ordinal);

    private static string Shorten(string name) => name.Length <= 80 ? name : string.Concat(name.AsSpan(0, 80), "…");

    [GeneratedRegex(@"\A[a-z0-9][A-Za-z0-9._/-]{0,511}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BlobPattern();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._/-]{0,255}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StatePattern();
}
