namespace Pipelines.Clusters.Sites;

/// <summary>One file of a static site.</summary>
/// <param name="Blob">The blob that holds it: <c>assets/</c> and the SHA-256 of its bytes in hexadecimal.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="ContentType">Its media type; null for <c>application/octet-stream</c>.</param>
public sealed record SiteFile(string Blob, long Size, string? ContentType);
