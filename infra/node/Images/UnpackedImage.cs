using Pipelines.Oci;

namespace Pipelines.Node.Images;

/// <summary>An image on this machine's disk.</summary>
/// <param name="Layers">The directories of its unpacked layers, the lowest first.</param>
/// <param name="Config">How it runs.</param>
internal sealed record UnpackedImage(IReadOnlyList<string> Layers, ContainerConfig Config);
