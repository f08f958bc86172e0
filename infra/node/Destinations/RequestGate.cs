namespace Pipelines.Node.Destinations;

/// <summary>Counts the requests inside a destination. Once closed it lets none in, and tells when the last has left.</summary>
internal sealed class RequestGate
{
    private readonly TaskCompletionSource empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private int inside;
    private bool closed;

    public int Inside => Volatile.Read(ref inside);

    /// <summary>Enters; the caller leaves later. False when the gate is closed.</summary>
    public bool TryEnter()
    {
        lock (gate)
        {
            inside += closed ? 0 : 1;
            return !closed;
        }
    }

    public void Leave()
    {
        lock (gate)
        {
            inside--;
            CompleteWhenEmpty();
        }
    }

    /// <summary>Closes the gate.</summary>
    /// <returns>A task that completes when nobody is inside.</returns>
    public Task CloseAsync()
    {
        lock (gate)
        {
            closed = true;
            CompleteWhenEmpty();
            return empty.Task;
        }
    }

    private void CompleteWhenEmpty()
    {
        if (closed && inside == 0)
        {
            empty.TrySetResult();
        }
    }
}
