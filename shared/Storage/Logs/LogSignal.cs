namespace Pipelines.Storage.Logs;

/// <summary>Wakes the followers of one stream: when this process writes to it, and now and then for what others write.</summary>
internal sealed class LogSignal : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ITimer _poll;
    private TaskCompletionSource _changed = New();
    private bool _observed;

    public LogSignal(TimeProvider time, TimeSpan pollInterval) =>
        _poll = time.CreateTimer(static signal => ((LogSignal)signal!).Pulse(), this, pollInterval, pollInterval);

    /// <summary>Gets or sets how many followers share it; guarded by <see cref="LogSignals"/>.</summary>
    public int Followers { get; set; }

    /// <summary>Gets a task that completes at the next change; take it before looking for data.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
            {
                _observed = true;
                return _changed.Task;
            }
        }
    }

    public void Pulse()
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            if (!_observed)
            {
                return;
            }

            changed = _changed;
            _changed = New();
            _observed = false;
        }

        changed.TrySetResult();
    }

    public void Dispose() => _poll.Dispose();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
