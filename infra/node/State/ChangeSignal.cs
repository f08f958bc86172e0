namespace Pipelines.Node.State;

/// <summary>Wakes everyone who waits for the next change of something.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource next = Create();

    /// <summary>Gets a task that completes with the next change. Take it before looking at the state, then wait for it.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    public void Raise() => Interlocked.Exchange(ref next, Create()).TrySetResult();

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
