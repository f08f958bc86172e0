namespace Pipelines.Oci;

/// <summary>The image that a tag, an index or a digest leads to on one platform.</summary>
/// <param name="Descriptor">Its manifest.</param>
/// <param name="Manifest">The manifest, parsed.</param>
/// <param name="Config">Its config, parsed.</param>
/// <param name="Content">The manifest's exact bytes.</param>
public sealed record ResolvedImage(Descriptor Descriptor, ImageManifest Manifest, ImageConfig Config, ReadOnlyMemory<byte> Content)
{
    /// <summary>The digest to deploy by.</summary>
    public Digest Digest => Descriptor.Digest;
}
