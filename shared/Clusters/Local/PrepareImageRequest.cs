namespace Pipelines.Clusters.Local;

/// <summary>Asks the node to fetch and unpack an image that may soon run.</summary>
/// <param name="Image">The image, <c>repository@sha256:…</c>.</param>
public sealed record PrepareImageRequest(string Image);
