namespace Pipelines.Oci;

/// <summary>An image that another is built upon.</summary>
/// <param name="Repository">Where it is.</param>
/// <param name="Image">What it is, as <see cref="ImageResolver"/> found it.</param>
public sealed record BaseImage(IImageRepository Repository, ResolvedImage Image);
