namespace Pipelines.Oci;

/// <summary>What <see cref="LayerCache"/> remembers of a layer beside its content.</summary>
internal sealed record CachedLayer(Descriptor Descriptor, Digest DiffId);
