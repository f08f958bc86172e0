namespace Pipelines.Oci.Runtime;

/// <summary>A limit of processes and threads.</summary>
/// <param name="Limit">How many at most.</param>
public sealed record RuntimePids(long Limit);
