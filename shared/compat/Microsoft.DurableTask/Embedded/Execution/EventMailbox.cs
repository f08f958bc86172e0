using Microsoft.DurableTask;
using Pipelines.DurableTask.Embedded.Storage;

namespace Pipelines.DurableTask.Embedded.Execution;

/// <summary>
/// Events that came before anybody waited for them, and those who wait: the oldest event goes to the newest waiter of its
/// name. A waiter that is cancelled leaves, so that it cannot swallow an event.
/// </summary>
internal sealed class EventMailbox(DataConverter converter)
{
    private readonly List<HistoryEvent> _buffered = [];
    private readonly Dictionary<string, LinkedList<IPendingStep>> _waiters = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the events that nobody has waited for, oldest first.</summary>
    public IReadOnlyList<HistoryEvent> Buffered => _buffered;

    public Task<T> WaitAsync<T>(string name, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellation);
        }

        var waiter = new PendingStep<T>(name, converter);
        var index = _buffered.FindIndex(buffered => string.Equals(buffered.Name, name, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
        {
            var payload = _buffered[index].Data;
            _buffered.RemoveAt(index);
            waiter.Complete(payload);
            return waiter.Task;
        }

        Add(waiter, cancellation);
        return waiter.Task;
    }

    public void Receive(HistoryEvent raised)
    {
        if (_waiters.TryGetValue(raised.Name!, out var waiting) && waiting.Last is { } newest)
        {
            waiting.RemoveLast();
            newest.Value.Complete(raised.Data);
        }
        else
        {
            _buffered.Add(raised);
        }
    }

    /// <summary>Sends the waiters away: the orchestrator has ended, and what comes now is for the next generation.</summary>
    public void Close() => _waiters.Clear();

    private void Add<T>(PendingStep<T> waiter, CancellationToken cancellation)
    {
        if (!_waiters.TryGetValue(waiter.Name, out var waiting))
        {
            _waiters.Add(waiter.Name, waiting = []);
        }

        var node = waiting.AddLast(waiter);
        cancellation.Register(() =>
        {
            if (node.List is not null)
            {
                waiting.Remove(node);
                waiter.Cancel(cancellation);
            }
        });
    }
}
