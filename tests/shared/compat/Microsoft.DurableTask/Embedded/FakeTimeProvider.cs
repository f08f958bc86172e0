namespace Pipelines.DurableTask.Embedded;

/// <summary>A clock that stands still until a test moves it.</summary>
internal sealed class FakeTimeProvider : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<FakeTimer> _timers = [];
    private TaskCompletionSource _armed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    /// <summary>Waits until somebody has set a timer and moves the clock to where it fires.</summary>
    /// <returns>How far the clock was moved.</returns>
    public async Task<TimeSpan> AdvanceToNextTimerAsync()
    {
        while (true)
        {
            Task armed;
            lock (_lock)
            {
                armed = _armed.Task;
                if (_timers.Where(timer => timer.Due is not null).MinBy(timer => timer.Due) is { } next)
                {
                    var moved = next.Due!.Value - _now;
                    _now = next.Due.Value;
                    next.Due = null;
                    ThreadPool.QueueUserWorkItem(_ => next.Fire());
                    return moved;
                }
            }

            await armed.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    /// <summary>Waits until a timer is set.</summary>
    public async Task TimerAsync()
    {
        while (true)
        {
            Task armed;
            lock (_lock)
            {
                armed = _armed.Task;
                if (_timers.Exists(timer => timer.Due is not null))
                {
                    return;
                }
            }

            await armed.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    public void Advance(TimeSpan time)
    {
        List<FakeTimer> due;
        lock (_lock)
        {
            _now += time;
            due = _timers.FindAll(timer => timer.Due <= _now);
            due.ForEach(timer => timer.Due = null);
        }

        due.ForEach(timer => timer.Fire());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        lock (_lock)
        {
            _timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class FakeTimer(FakeTimeProvider time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : time._now + dueTime;
                if (Due is not null)
                {
                    time._armed.TrySetResult();
                    time._armed = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }
            }

            return true;
        }

        public void Dispose()
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
