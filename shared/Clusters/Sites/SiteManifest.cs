namespace Pipelines.Clusters.Sites;

/// <summary>The files of a static site, kept as blob <c>sites/&lt;hex digest of its own bytes&gt;.json</c>.</summary>
public sealed record SiteManifest
{
    /// <summary>The files by path: each starts with a slash, has no empty, <c>.</c> or <c>..</c> segment, and is not percent-encoded.</summary>
    public required IReadOnlyDictionary<string, SiteFile> Files { get; init; }

    /// <summary>The name of the blob that holds the manifest of a digest.</summary>
    /// <param name="digest">The SHA-256 of the manifest's bytes in hexadecimal, with or without <c>sha256:</c>.</param>
    public static string BlobName(string digest) => $"sites/{(digest.StartsWith("sha256:", StringComparison.Ordinal) ? digest[7..] : digest)}.json";
}
