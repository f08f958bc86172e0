namespace Pipelines.DurableTask.Embedded.Execution;

/// <summary>
/// Runs an orchestrator's continuations one after the other, in the order they became due, on the thread of the turn.
/// A continuation from any other thread means that the orchestrator awaited something that is not durable.
/// </summary>
internal sealed class OrchestrationSynchronizationContext(Action foreignContinuation) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = [];
    private int _thread;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId == Volatile.Read(ref _thread))
        {
            _queue.Enqueue((d, state));
        }
        else
        {
            foreignContinuation();
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs an action and all that follows from it on this thread.</summary>
    public void Run(Action action)
    {
        var outer = Current;
        Volatile.Write(ref _thread, Environment.CurrentManagedThreadId);
        try
        {
            SetSynchronizationContext(this);
            action();
            while (_queue.TryDequeue(out var next))
            {
                next.Callback(next.State);
            }
        }
        finally
        {
            Volatile.Write(ref _thread, 0);
            SetSynchronizationContext(outer);
        }
    }

    /// <summary>
    /// Completes a task outside of this context: a continuation that was to come back here is queued in order, and one
    /// that was not (ConfigureAwait(false)) runs at once on this thread instead of fleeing to the thread pool.
    /// </summary>
    public static void Complete(Action complete)
    {
        var current = Current;
        SetSynchronizationContext(null);
        try
        {
            complete();
        }
        finally
        {
            SetSynchronizationContext(current);
        }
    }
}
