using Pipelines.DurableTask.Embedded.Storage;

namespace Pipelines.DurableTask.Embedded.Turns;

/// <summary>What waits for an instance, and whether a turn of it is under way: there is never more than one.</summary>
internal sealed class InstanceMailbox(string instanceId)
{
    private readonly Lock _lock = new();
    private List<InboxMessage> _messages = [];
    private bool _isScheduled;
    private bool _isClosed;

    public string InstanceId => instanceId;

    /// <summary>Adds a message.</summary>
    /// <returns>Whether a turn must be scheduled; null if this mailbox is closed and another must be taken.</returns>
    public bool? Deliver(InboxMessage message)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return null;
            }

            _messages.Add(message);
            var mustSchedule = !_isScheduled;
            _isScheduled = true;
            return mustSchedule;
        }
    }

    public List<InboxMessage> Take()
    {
        lock (_lock)
        {
            var taken = _messages;
            _messages = [];
            return taken;
        }
    }

    /// <summary>Puts messages back before all others until the next one comes.</summary>
    /// <returns>Whether one has come meanwhile, so that another turn must follow.</returns>
    public bool Park(IReadOnlyList<InboxMessage> messages)
    {
        lock (_lock)
        {
            var followed = _messages.Count > 0;
            _messages.InsertRange(0, messages);
            return _isScheduled = followed;
        }
    }

    /// <summary>Ends a turn.</summary>
    /// <param name="carried">What the next turn must take first.</param>
    /// <returns>Whether another turn must follow.</returns>
    public bool EndTurn(IReadOnlyList<InboxMessage> carried)
    {
        lock (_lock)
        {
            _messages.InsertRange(0, carried);
            return _isScheduled = _messages.Count > 0;
        }
    }

    /// <summary>Forgets what waits: the instance it was meant for is no more.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _messages.Clear();
        }
    }

    /// <summary>Closes the mailbox of an ended instance.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            _messages.Clear();
        }
    }
}
