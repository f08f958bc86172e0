using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Pipelines.Oci;

/// <summary>
/// Names an image in a registry: <c>host[:port]/name/space[:tag][@digest]</c>, after the grammar of the distribution
/// specification. A reference without a host names an image of whatever registry it is used with: none is known by itself.
/// </summary>
public sealed partial record ImageReference : IParsable<ImageReference>
{
    private const int MaxLength = 1024;
    private const int MaxRepositoryLength = 255;

    private ImageReference(string registry, string repository, string? tag, Digest? digest)
    {
        Registry = registry;
        Repository = repository;
        Tag = tag;
        Digest = digest;
    }

    /// <summary>The registry: <c>host</c> or <c>host:port</c>, in lower case.</summary>
    public string Registry { get; }

    /// <summary>The repository within the registry.</summary>
    public string Repository { get; }

    /// <summary>The tag, if any.</summary>
    public string? Tag { get; }

    /// <summary>The digest, if any; it decides when there is also a tag.</summary>
    public Digest? Digest { get; }

    /// <summary>What to ask the repository for: the digest, else the tag, else <c>latest</c>.</summary>
    public string TagOrDigest => Digest?.ToString() ?? Tag ?? "latest";

    /// <summary>Makes a reference of its parts; an empty registry names none.</summary>
    /// <exception cref="FormatException">A part breaks the grammar.</exception>
    public static ImageReference Create(string registry, string repository, string? tag = null, Digest? digest = null)
    {
        if (!IsRegistry(registry))
        {
            throw new FormatException($"'{registry}' is not a registry: host or host:port is expected.");
        }

        ValidateRepository(repository);
        if (tag is not null && !IsTag(tag))
        {
            throw new FormatException($"'{tag}' is not a tag: up to 128 letters, digits, '_', '.' and '-', the first not '.' or '-'.");
        }

        return new ImageReference(registry.ToLowerInvariant(), repository, tag, digest);
    }

    /// <summary>Whether the text is a repository name of the distribution specification, at most 255 characters.</summary>
    public static bool IsRepository([NotNullWhen(true)] string? name) =>
        name is { Length: > 0 and <= MaxRepositoryLength } && RepositoryName().IsMatch(name);

    /// <summary>Whether the text is a tag of the distribution specification.</summary>
    public static bool IsTag([NotNullWhen(true)] string? tag) => tag is { Length: > 0 and <= 128 } && TagName().IsMatch(tag);

    /// <summary>Checks a repository name.</summary>
    /// <exception cref="FormatException">It breaks the grammar.</exception>
    public static void ValidateRepository(string repository)
    {
        if (!IsRepository(repository))
        {
            throw new FormatException(
                $"'{Abbreviate(repository)}' is not a repository: lower-case letters and digits, separated by '.', '_', '__' or '-', in components separated by '/', 255 characters at most.");
        }
    }

    /// <summary>Parses a reference.</summary>
    /// <exception cref="FormatException">The text is not a reference.</exception>
    public static ImageReference Parse(string s) => Parse(s, null);

    /// <inheritdoc/>
    public static ImageReference Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var reference)
            ? reference
            : throw new FormatException($"'{Abbreviate(s)}' is not an image reference: host[:port]/name[:tag][@sha256:…] is expected.");

    /// <summary>Parses a reference without throwing.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, [NotNullWhen(true)] out ImageReference? result) => TryParse(s, null, out result);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [NotNullWhen(true)] out ImageReference? result)
    {
        result = null;
        if (s is null or { Length: 0 or > MaxLength })
        {
            return false;
        }

        var (rest, digestText) = CutLast(s, '@');
        Digest? digest = null;
        if (digestText is not null)
        {
            if (!Oci.Digest.TryParse(digestText, out var parsed))
            {
                return false;
            }

            digest = parsed;
        }

        var (registry, path) = SplitRegistry(rest);
        var (repository, tag) = CutLast(path, ':');
        if (!IsRegistry(registry) || !IsRepository(repository) || (tag is not null && !IsTag(tag)))
        {
            return false;
        }

        result = new ImageReference(registry, repository, tag, digest);
        return true;
    }

    /// <summary>The same image by tag.</summary>
    public ImageReference WithTag(string tag) => Create(Registry, Repository, tag);

    /// <summary>The same repository by digest.</summary>
    public ImageReference WithDigest(Digest digest) => Create(Registry, Repository, null, digest);

    /// <summary>The full text, with the registry where one is named.</summary>
    public override string ToString() =>
        $"{(Registry.Length == 0 ? string.Empty : Registry + "/")}{Repository}{(Tag is null ? string.Empty : ":" + Tag)}{(Digest is null ? string.Empty : "@" + Digest)}";

    // Docker's rule: the first component is a host when it could not be a plain name.
    private static (string Registry, string Path) SplitRegistry(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return (string.Empty, text);
        }

        var first = text[..slash];
        var isHost = first.AsSpan().ContainsAny(".:[") || string.Equals(first, "localhost", StringComparison.OrdinalIgnoreCase);
        if (!isHost)
        {
            return (string.Empty, text);
        }

        return (first.ToLowerInvariant(), text[(slash + 1)..]);
    }

    private static bool IsRegistry(string registry) =>
        registry.Length == 0 || (registry.Length <= MaxRepositoryLength && Host().IsMatch(registry));

    private static (string Head, string? Tail) CutLast(string text, char separator)
    {
        var at = text.LastIndexOf(separator);
        return at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
    }

    private static string? Abbreviate(string? s) => s is { Length: > 100 } ? s[..100] + "…" : s;

    [GeneratedRegex(@"\A(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9A-Fa-f:]+\])(?::[0-9]{1,5})?\z", RegexOptions.NonBacktracking)]
    private static partial Regex Host();

    [GeneratedRegex(@"\A[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*\z", RegexOptions.NonBacktracking)]
    private static partial Regex RepositoryName();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._-]{0,127}\z", RegexOptions.NonBacktracking)]
    private static partial Regex TagName();
}
