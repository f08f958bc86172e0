using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;

namespace Pipelines.DurableTask.Embedded.Turns;

/// <summary>Runs work on the thread pool in the order it came, at most so much at once. It holds back until it is started.</summary>
/// <param name="name">What it is a queue of, for the metrics.</param>
internal sealed class BoundedWorkQueue(string name)
{
    private static readonly Meter s_meter = new("Pipelines.DurableTask");
    private static readonly UpDownCounter<long> s_waitingItems = s_meter.CreateUpDownCounter<long>("pipelines.durable.work.waiting", "{item}", "Work of the durable engine that waits, by queue.");
    private static readonly UpDownCounter<long> s_runningItems = s_meter.CreateUpDownCounter<long>("pipelines.durable.work.running", "{item}", "Work of the durable engine under way, by queue.");

    private readonly KeyValuePair<string, object?> _tag = KeyValuePair.Create("queue", (object?)name);
    private readonly Lock _lock = new();
    private readonly Queue<Func<Task>> _waiting = [];
    private int _limit;
    private int _running;
    private bool _isClosed;
    private TaskCompletionSource? _idle;

    public void Start(int limit)
    {
        lock (_lock)
        {
            _limit = Math.Max(1, limit);
            while (!_isClosed && _running < _limit && TryDequeue(out var work))
            {
                Run(work);
            }
        }
    }

    public void Enqueue(Func<Task> work)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            if (_running < _limit)
            {
                Run(work);
            }
            else
            {
                _waiting.Enqueue(work);
                s_waitingItems.Add(1, _tag);
            }
        }
    }

    /// <summary>Begins no work any more; what waits is forgotten, for its rows stand in the database.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            s_waitingItems.Add(-_waiting.Count, _tag);
            _waiting.Clear();
        }
    }

    /// <summary>Gives a task that ends when nothing runs or waits.</summary>
    public Task WhenIdle()
    {
        lock (_lock)
        {
            return _running == 0 ? Task.CompletedTask : (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private bool TryDequeue([NotNullWhen(true)] out Func<Task>? work)
    {
        if (!_waiting.TryDequeue(out work))
        {
            return false;
        }

        s_waitingItems.Add(-1, _tag);
        return true;
    }

    private void Run(Func<Task> work)
    {
        _running++;
        s_runningItems.Add(1, _tag);
        ThreadPool.UnsafeQueueUserWorkItem(static state => _ = state.Queue.RunToEndAsync(state.Work), (Queue: this, Work: work), preferLocal: false);
    }

    private async Task RunToEndAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        finally
        {
            Next();
        }
    }

    private void Next()
    {
        lock (_lock)
        {
            _running--;
            s_runningItems.Add(-1, _tag);
            if (!_isClosed && TryDequeue(out var work))
            {
                Run(work);
            }
            else if (_running == 0)
            {
                _idle?.TrySetResult();
                _idle = null;
            }
        }
    }
}
