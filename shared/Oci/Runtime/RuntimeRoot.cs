namespace Pipelines.Oci.Runtime;

/// <summary>The root file system of a container.</summary>
/// <param name="Path">Its directory, absolute or relative to the bundle.</param>
/// <param name="Readonly">Whether the container may not write to it.</param>
public sealed record RuntimeRoot(string Path, bool Readonly);
