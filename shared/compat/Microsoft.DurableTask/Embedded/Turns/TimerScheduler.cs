using Pipelines.DurableTask.Embedded.Storage;

namespace Pipelines.DurableTask.Embedded.Turns;

/// <summary>Fires durable timers by the clock of a <see cref="TimeProvider"/>; one system timer serves them all.</summary>
internal sealed class TimerScheduler : IDisposable
{
    // A system timer's longest wait is some weeks; beyond this it is simply set again.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly PriorityQueue<TimerRecord, DateTimeOffset> _queue = new();
    private readonly HashSet<(string InstanceId, long Execution, long TaskId)> _active = [];
    private readonly TimeProvider _time;
    private readonly Action<TimerRecord> _fire;
    private readonly ITimer _alarm;
    private bool _isDisposed;

    public TimerScheduler(TimeProvider time, Action<TimerRecord> fire)
    {
        _time = time;
        _fire = fire;
        _alarm = time.CreateTimer(_ => FireDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(TimerRecord timer)
    {
        lock (_lock)
        {
            _active.Add(timer.Key);
            _queue.Enqueue(timer, timer.DueTime);
            if (_queue.Peek().Key == timer.Key)
            {
                SetAlarm();
            }
        }
    }

    public void Cancel(string instanceId, long execution, long taskId)
    {
        lock (_lock)
        {
            _active.Remove((instanceId, execution, taskId));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _alarm.Dispose();
        }
    }

    private void FireDue()
    {
        var due = new List<TimerRecord>();
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            while (_queue.TryPeek(out var next, out var time) && time <= now)
            {
                _queue.Dequeue();
                if (_active.Remove(next.Key))
                {
                    due.Add(next);
                }
            }

            SetAlarm();
        }

        due.ForEach(_fire);
    }

    private void SetAlarm()
    {
        while (_queue.TryPeek(out var cancelled, out _) && !_active.Contains(cancelled.Key))
        {
            _queue.Dequeue();
        }

        if (!_isDisposed && _queue.TryPeek(out _, out var next))
        {
            var wait = next - _time.GetUtcNow();
            // Never zero: the alarm would sound within this lock. Rounded up, for a system timer counts whole milliseconds.
            wait = wait <= TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : wait < s_longestWait ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : s_longestWait;
            _alarm.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }
}
