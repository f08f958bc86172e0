namespace Pipelines.Node.Instances;

/// <summary>A run whose end is awaited.</summary>
internal sealed record WatchedRun(InstanceFiles Files, int Attempt, int ShimId, ulong? StartTime)
{
    public TaskCompletionSource<int> Exited { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
