using Microsoft.DurableTask.Client;
using Pipelines.DurableTask.Embedded.Execution;
using Pipelines.DurableTask.Embedded.Storage;

namespace Pipelines.DurableTask.Embedded.Turns;

/// <summary>Everything that one turn of an instance changes; it becomes durable as one.</summary>
internal sealed class Turn(LoadedOrchestration before, IReadOnlyList<InboxMessage> consumed, DateTimeOffset now)
{
    private readonly List<HistoryEvent> _history = [];
    private readonly List<ActivityRecord> _activities = [];
    private readonly List<TimerRecord> _timers = [];
    private readonly List<long> _cancelledTimers = [];
    private readonly List<InstanceRecord> _children = [];
    private readonly List<InboxMessage> _sent = [];
    private readonly List<InboxMessage> _carried = [];

    public LoadedOrchestration Before => before;

    public IReadOnlyList<InboxMessage> Consumed => consumed;

    public DateTimeOffset Now => now;

    /// <summary>Gets the row as it is after the turn.</summary>
    public InstanceRecord After { get; private set; } = before.Instance;

    public OrchestrationExecution? Execution { get; private set; } = before.Execution;

    /// <summary>Gets a value indicating whether the history begins anew with this turn.</summary>
    public bool ResetsHistory { get; private set; }

    /// <summary>Gets a value indicating whether the children are to be terminated too.</summary>
    public bool TerminatesChildren { get; private set; }

    public IReadOnlyList<HistoryEvent> History => _history;

    public IReadOnlyList<ActivityRecord> Activities => _activities;

    public IReadOnlyList<TimerRecord> Timers => _timers;

    public IReadOnlyList<long> CancelledTimers => _cancelledTimers;

    public IReadOnlyList<InstanceRecord> Children => _children;

    public IReadOnlyList<InboxMessage> Sent => _sent;

    /// <summary>Gets what the next turn takes first: the beginning of a generation that did not fit into this turn.</summary>
    public IReadOnlyList<InboxMessage> Carried => _carried;

    public int HistoryEvents => (ResetsHistory ? 0 : before.HistoryEvents) + _history.Count;

    public long HistorySize => (ResetsHistory ? 0 : before.HistorySize) + _history.Sum(recorded => recorded.Size);

    /// <summary>Records that the turn began and what had arrived.</summary>
    public void Begin(IEnumerable<HistoryEvent> arrived)
    {
        _history.Add(new HistoryEvent(HistoryEventKind.TurnStarted, now));
        _history.AddRange(arrived);
    }

    /// <summary>Records the steps that the code took, and what they bring about.</summary>
    public void Add(TurnResult result)
    {
        After = After with { CustomStatus = result.CustomStatus };
        _cancelledTimers.AddRange(result.CancelledTimers);
        foreach (var step in result.Steps)
        {
            _history.Add(step.Recorded);
            Schedule(step);
        }
    }

    /// <summary>Records where the code stands.</summary>
    public void End(OrchestrationOutcome outcome)
    {
        After = After with { Updated = now };
        switch (outcome)
        {
            case OrchestrationOutcome.Waiting waiting:
                After = After with { Status = waiting.IsSuspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running };
                break;
            case OrchestrationOutcome.Completed completed:
                Finish(OrchestrationRuntimeStatus.Completed, HistoryEventKind.Completed, completed.Output, null);
                break;
            case OrchestrationOutcome.Failed failed:
                Finish(OrchestrationRuntimeStatus.Failed, HistoryEventKind.Failed, null, failed.Failure);
                break;
            case OrchestrationOutcome.Terminated terminated:
                TerminatesChildren = terminated.IsRecursive;
                Finish(OrchestrationRuntimeStatus.Terminated, HistoryEventKind.Terminated, terminated.Output, null);
                break;
            default:
                throw new InvalidOperationException($"{outcome} does not end a turn.");
        }
    }

    /// <summary>Keeps the code that ran for the next turn.</summary>
    public void Use(OrchestrationExecution execution) => Execution = execution;

    /// <summary>Goes on to the next generation: a history of its own; what the last one had sent off stays sent.</summary>
    public void ContinueAsNew(InstanceRecord next)
    {
        After = next;
        Execution = null;
        ResetsHistory = true;
        _history.Clear();
        _timers.Clear();
        _cancelledTimers.Clear();
    }

    /// <summary>Leaves the first turn of the generation to the next turn.</summary>
    public void Carry(IEnumerable<InboxMessage> messages)
    {
        After = After with { Updated = now, Status = OrchestrationRuntimeStatus.Running };
        _carried.AddRange(messages);
    }

    private void Schedule(OrchestrationStep step)
    {
        var recorded = step.Recorded;
        switch (recorded.Kind)
        {
            case HistoryEventKind.TaskScheduled:
                _activities.Add(new ActivityRecord(After.Id, After.Execution, recorded.TaskId, recorded.Name!, step.Version, step.Input));
                break;
            case HistoryEventKind.TimerCreated:
                var due = new DateTimeOffset(HistoryEvent.ParseDueTime(recorded.Data!));
                _timers.Add(new TimerRecord(After.Id, After.Execution, recorded.TaskId, due));
                break;
            case HistoryEventKind.SubOrchestrationCreated:
                _children.Add(Child(step));
                break;
            default:
                _sent.Add(new InboxMessage(recorded.Data!, 0, HistoryEventKind.EventRaised, Name: recorded.Name, Data: step.Input));
                break;
        }
    }

    private InstanceRecord Child(OrchestrationStep step) => new()
    {
        Id = step.Recorded.Data!,
        Execution = 0,
        Name = step.Recorded.Name!,
        Version = step.Version,
        Created = now,
        Updated = now,
        Input = step.Input,
        Tags = InstanceTags.Format(step.Tags),
        Parent = new ParentReference(After.Id, After.Name, After.Execution, step.Recorded.TaskId),
    };

    private void Finish(OrchestrationRuntimeStatus status, HistoryEventKind kind, string? output, TaskFailure? failure)
    {
        After = After with { Status = status, Output = output, Failure = failure?.Format() };
        _history.Add(new HistoryEvent(kind, now, Data: output ?? After.Failure));
    }
}
