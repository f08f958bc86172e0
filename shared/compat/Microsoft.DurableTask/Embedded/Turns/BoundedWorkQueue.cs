namespace Pipelines.DurableTask.Embedded.Turns;

/// <summary>Runs work on the thread pool in the order it came, at most so much at once. It holds back until it is started.</summary>
internal sealed class BoundedWorkQueue
{
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
            while (!_isClosed && _running < _limit && _waiting.TryDequeue(out var work))
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
            }
        }
    }

    /// <summary>Begins no work any more; what waits is forgotten, for its rows stand in the database.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
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

    private void Run(Func<Task> work)
    {
        _running++;
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
            if (!_isClosed && _waiting.TryDequeue(out var work))
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
