namespace Pipelines.Oci.Runtime;

/// <summary>A limit of memory in bytes.</summary>
/// <param name="Limit">Memory.</param>
/// <param name="Swap">Memory and swap together; equal to <paramref name="Limit"/> for no swap.</param>
public sealed record RuntimeMemory(long Limit, long? Swap = null);
