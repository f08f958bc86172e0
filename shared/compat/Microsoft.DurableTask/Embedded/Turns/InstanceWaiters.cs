using System.Collections.Concurrent;

namespace Pipelines.DurableTask.Embedded.Turns;

/// <summary>Tells those who wait for an instance that it has changed.</summary>
internal sealed class InstanceWaiters
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _changes = new(StringComparer.Ordinal);

    /// <summary>Gives a task that ends at the next change. Ask before reading the state, so that no change is missed.</summary>
    public Task NextChange(string instanceId) =>
        _changes.GetOrAdd(instanceId, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Notify(string instanceId)
    {
        if (_changes.TryRemove(instanceId, out var change))
        {
            change.TrySetResult();
        }
    }

    public void Fail(Exception exception)
    {
        foreach (var instanceId in _changes.Keys)
        {
            if (_changes.TryRemove(instanceId, out var change))
            {
                change.TrySetException(exception);
            }
        }
    }
}
