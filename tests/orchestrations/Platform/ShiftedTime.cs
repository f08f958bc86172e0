namespace Pipelines.Orchestrations.Tests.Platform;

/// <summary>The real clock, put forward by a test; timers that become due thereby fire at once.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly HashSet<ShiftedTimer> _timers = [];
    private TimeSpan _shift;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return System.GetUtcNow() + _shift;
        }
    }

    /// <summary>Puts the clock forward.</summary>
    public void Advance(TimeSpan by)
    {
        List<ShiftedTimer> timers;
        lock (_lock)
        {
            _shift += by;
            timers = [.. _timers];
        }

        timers.ForEach(timer => timer.Set());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ShiftedTimer(this, callback, state);
        lock (_lock)
        {
            _ = _timers.Add(timer);
        }

        _ = timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ShiftedTimer : ITimer
    {
        private readonly ShiftedTime _time;
        private readonly ITimer _inner;
        private readonly Lock _lock = new();
        private DateTimeOffset? _due;
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public ShiftedTimer(ShiftedTime time, TimerCallback callback, object? state)
        {
            _time = time;
            _inner = System.CreateTimer(
                _ =>
                {
                    lock (_lock)
                    {
                        _due = _period == Timeout.InfiniteTimeSpan ? null : _time.GetUtcNow() + _period;
                    }

                    Set();
                    callback(state);
                },
                null,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_lock)
            {
                _due = dueTime == Timeout.InfiniteTimeSpan ? null : _time.GetUtcNow() + dueTime;
                _period = period;
            }

            Set();
            return true;
        }

        /// <summary>Sets the real timer by the clock as it is now.</summary>
        public void Set()
        {
            lock (_lock)
            {
                var wait = _due is { } due ? due - _time.GetUtcNow() : Timeout.InfiniteTimeSpan;
                _ = _inner.Change(_due is null ? wait : wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }

        public void Dispose()
        {
            lock (_time._lock)
            {
                _ = _time._timers.Remove(this);
            }

            _inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
