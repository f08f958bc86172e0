using Pipelines.Oci;

namespace Pipelines.Node.Images;

/// <summary>An image on this machine's disk.</summary>
/// <param name="Layers">The directories of its unpacked layers, the topmost first; one with everything where overlays are not possible.</param>
/// <param name="Config">How it runs.</param>
internal sealed record UnpackedImage(IReadOnlyList<string> Layers, ContainerConfig Config);
