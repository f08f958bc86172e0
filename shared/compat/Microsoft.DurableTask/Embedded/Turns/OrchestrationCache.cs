namespace Pipelines.DurableTask.Embedded.Turns;

/// <summary>Keeps the orchestrations used last in memory between their turns.</summary>
internal sealed class OrchestrationCache(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<LoadedOrchestration>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<LoadedOrchestration> _byUse = [];

    /// <summary>Takes an orchestration out; whoever has it must put it back.</summary>
    public LoadedOrchestration? Take(string instanceId)
    {
        lock (_lock)
        {
            if (!_entries.Remove(instanceId, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            return node.Value;
        }
    }

    public void Put(LoadedOrchestration orchestration)
    {
        lock (_lock)
        {
            if (capacity <= 0)
            {
                return;
            }

            _entries[orchestration.Instance.Id] = _byUse.AddLast(orchestration);
            if (_entries.Count > capacity)
            {
                _entries.Remove(_byUse.First!.Value.Instance.Id);
                _byUse.RemoveFirst();
            }
        }
    }
}
