namespace Pipelines.Oci.Runtime;

/// <summary>A namespace of a container.</summary>
/// <param name="Type">Its kind: pid, network, mount, ipc, uts, user or cgroup.</param>
/// <param name="Path">An existing one to join; null to make a new one.</param>
public sealed record RuntimeNamespace(string Type, string? Path = null);
