namespace Pipelines.Benchmarks.Workflows;

/// <summary>Counts the workflows that arrive at it, and holds them until it is opened.</summary>
internal sealed class Gate(bool isOpen, int expected)
{
    private readonly TaskCompletionSource _opened = Completed(isOpen);
    private readonly TaskCompletionSource _allArrived = Completed(isDone: false);
    private readonly TaskCompletionSource _firstArrived = Completed(isDone: false);
    private int _arrived;

    public Task FirstArrived => _firstArrived.Task;

    public Task AllArrived => _allArrived.Task;

    public Task PassAsync()
    {
        _ = _firstArrived.TrySetResult();
        if (Interlocked.Increment(ref _arrived) == expected)
        {
            _allArrived.SetResult();
        }

        return _opened.Task;
    }

    public void Open() => _opened.TrySetResult();

    private static TaskCompletionSource Completed(bool isDone)
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (isDone)
        {
            source.SetResult();
        }

        return source;
    }
}
