namespace Pipelines.Node.Instances;

/// <summary>One run of an instance, started or found.</summary>
/// <param name="Attempt">Its number.</param>
/// <param name="ShimId">The process id of its shim; 0 when the shim is gone.</param>
/// <param name="Exited">Completes with the exit code.</param>
internal sealed record InstanceRun(int Attempt, int ShimId, Task<int> Exited);
