namespace Pipelines.Oci;

/// <summary>A manifest or index as a store holds it.</summary>
/// <param name="Descriptor">What it is, with its digest and size.</param>
/// <param name="Content">Its exact bytes.</param>
public sealed record StoredManifest(Descriptor Descriptor, ReadOnlyMemory<byte> Content);
