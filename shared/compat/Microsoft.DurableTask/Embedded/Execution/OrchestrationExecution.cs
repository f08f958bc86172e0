using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Pipelines.DurableTask.Embedded.Storage;

namespace Pipelines.DurableTask.Embedded.Execution;

/// <summary>
/// One execution of an orchestrator's code, driven by events. It is brought to where it stood by <see cref="Replay"/>
/// and taken further by <see cref="RunTurn"/>; nothing in it depends on which of the two it was.
/// </summary>
internal sealed class OrchestrationExecution
{
    private readonly InstanceRecord _instance;
    private readonly ITaskOrchestrator _orchestrator;
    private readonly DataConverter _converter;
    private readonly OrchestrationSynchronizationContext _synchronization;
    private readonly EmbeddedOrchestrationContext _context;
    private readonly Dictionary<long, IPendingStep> _pending = [];
    private readonly List<HistoryEvent> _heldWhileSuspended = [];
    private readonly List<OrchestrationStep> _steps = [];
    private readonly List<long> _cancelledTimers = [];
    private readonly Dictionary<long, HistoryEvent> _recordedSteps = [];
    private Task<object?>? _run;
    private Exception? _fault;
    private bool _isSuspended;
    private long _nextStep;

    public OrchestrationExecution(
        InstanceRecord instance, ITaskOrchestrator orchestrator, DataConverter converter, ILoggerFactory loggers, Action<Exception> fail)
    {
        _instance = instance;
        _orchestrator = orchestrator;
        _converter = converter;
        Events = new EventMailbox(converter);
        _synchronization = new OrchestrationSynchronizationContext(() => fail(new InvalidOperationException(
            $"The orchestrator '{instance.Name}' (instance '{instance.Id}') awaited a task that is not durable. "
            + "Await only tasks of the TaskOrchestrationContext; IO, delays and threads belong into activities.")));
        _context = new EmbeddedOrchestrationContext(this, instance, converter, loggers);
    }

    public DateTimeOffset Now { get; private set; }

    public bool IsReplaying { get; private set; }

    public EventMailbox Events { get; }

    /// <summary>Gets or sets how the next generation begins; null as long as none is asked for.</summary>
    public ContinueAsNewOptions? NextGeneration { get; set; }

    private bool HasEnded => _run is { IsCompleted: true };

    /// <summary>Takes the code through the turns that the history records.</summary>
    public void Replay(IReadOnlyList<HistoryEvent> history)
    {
        IsReplaying = true;
        for (var start = 0; start < history.Count && _fault is null;)
        {
            var end = EndOfTurn(history, start);
            ReplayTurn(history, start, end);
            start = end;
        }

        IsReplaying = false;
    }

    /// <summary>Takes the code further with what has arrived.</summary>
    public TurnResult RunTurn(DateTimeOffset now, IEnumerable<HistoryEvent> arrived)
    {
        _steps.Clear();
        _cancelledTimers.Clear();
        Now = now;
        foreach (var next in arrived.TakeWhile(_ => _fault is null))
        {
            Apply(next);
        }

        var outcome = Outcome();
        return _fault is null
            ? new TurnResult(outcome, [.. _steps], [.. _cancelledTimers], CustomStatus())
            : new TurnResult(outcome, [], [], CustomStatus());
    }

    /// <summary>Takes a step, or, while replaying, checks that it is the one recorded.</summary>
    /// <returns>The step's number.</returns>
    public long Take(Func<long, OrchestrationStep> make)
    {
        var step = make(_nextStep++);
        if (!IsReplaying)
        {
            _steps.Add(step);
        }
        else if (!_recordedSteps.Remove(step.Recorded.TaskId, out var recorded))
        {
            throw Fault("no further step at that point", OrchestrationStep.Describe(step.Recorded));
        }
        else if (!OrchestrationStep.IsSame(recorded, step.Recorded))
        {
            throw Fault(OrchestrationStep.Describe(recorded), OrchestrationStep.Describe(step.Recorded));
        }

        return step.Recorded.TaskId;
    }

    public void Await(long step, IPendingStep pending) => _pending.Add(step, pending);

    /// <summary>Forgets a timer that was cancelled.</summary>
    public bool TryCancelTimer(long step)
    {
        if (!_pending.Remove(step))
        {
            return false;
        }

        _cancelledTimers.Add(step);
        return true;
    }

    private static int EndOfTurn(IReadOnlyList<HistoryEvent> history, int start)
    {
        var end = start + 1;
        while (end < history.Count && history[end].Kind != HistoryEventKind.TurnStarted)
        {
            end++;
        }

        return end;
    }

    private void ReplayTurn(IReadOnlyList<HistoryEvent> history, int start, int end)
    {
        Now = history[start].Timestamp;
        for (var i = start; i < end; i++)
        {
            if (history[i].IsStep)
            {
                _recordedSteps.Add(history[i].TaskId, history[i]);
            }
        }

        for (var i = start + 1; i < end && _fault is null; i++)
        {
            if (!history[i].IsStep)
            {
                Apply(history[i]);
            }
        }

        if (_fault is null && _recordedSteps.Count > 0)
        {
            var missing = _recordedSteps.Values.MinBy(step => step.TaskId)!;
            Fault(OrchestrationStep.Describe(missing), HasEnded ? "to end" : "no step and waits");
        }
        else if (_fault is null && HasEnded)
        {
            Fault("that it went on from here", "to end");
        }
    }

    private void Apply(HistoryEvent next)
    {
        switch (next.Kind)
        {
            case HistoryEventKind.ExecutionStarted:
                _synchronization.Run(() => _run = StartAsync());
                break;
            case HistoryEventKind.Suspended:
                _isSuspended = true;
                break;
            case HistoryEventKind.Resumed:
                Resume();
                break;
            default:
                if (_isSuspended)
                {
                    _heldWhileSuspended.Add(next);
                }
                else
                {
                    _synchronization.Run(() => Dispatch(next));
                }

                break;
        }

        if (HasEnded)
        {
            Events.Close();
        }
    }

    private void Resume()
    {
        _isSuspended = false;
        var held = _heldWhileSuspended.ToArray();
        _heldWhileSuspended.Clear();
        foreach (var next in held)
        {
            Apply(next);
        }
    }

    private async Task<object?> StartAsync()
    {
        var input = _instance.Input is null ? null : _converter.Deserialize(_instance.Input, _orchestrator.InputType);
        return await _orchestrator.RunAsync(_context, input);
    }

    private void Dispatch(HistoryEvent next)
    {
        if (next.Kind == HistoryEventKind.EventRaised)
        {
            Events.Receive(next);
        }
        else if (_pending.Remove(next.TaskId, out var step))
        {
            Finish(step, next);
        }
    }

    private static void Finish(IPendingStep step, HistoryEvent result)
    {
        if (result.Kind is HistoryEventKind.TaskFailed or HistoryEventKind.SubOrchestrationFailed)
        {
            var failure = TaskFailure.Parse(result.Data!);
            step.Fail(new TaskFailedException(step.Name, (int)result.TaskId, failure.Details) { IsNonRetriable = failure.IsNonRetriable });
        }
        else
        {
            step.Complete(result.Data);
        }
    }

    private OrchestrationOutcome Outcome()
    {
        if (_fault is not null)
        {
            return new OrchestrationOutcome.Failed(TaskFailure.From(_fault));
        }

        return _run switch
        {
            { IsCompletedSuccessfully: true } when NextGeneration is { } next => new OrchestrationOutcome.ContinuedAsNew(
                (string?)next.NewInput, next.NewVersion, next.PreserveUnprocessedEvents ? [.. Events.Buffered] : []),
            { IsCompletedSuccessfully: true } => Completed(),
            { IsCompleted: true } => new OrchestrationOutcome.Failed(TaskFailure.From(ExceptionOf(_run))),
            _ => new OrchestrationOutcome.Waiting(_isSuspended),
        };
    }

    private OrchestrationOutcome Completed()
    {
        try
        {
#pragma warning disable VSTHRD002 // The task has completed.
            return new OrchestrationOutcome.Completed(_converter.Serialize(_run!.Result));
#pragma warning restore VSTHRD002
        }
        catch (Exception exception)
        {
            return new OrchestrationOutcome.Failed(TaskFailure.From(exception));
        }
    }

    private static Exception ExceptionOf(Task run) =>
        run.Exception?.InnerException ?? new TaskCanceledException("The orchestrator was cancelled by a token of its own.");

    private string? CustomStatus()
    {
        try
        {
            return _converter.Serialize(_context.CustomStatus);
        }
        catch (Exception exception)
        {
            return _converter.Serialize($"The custom status could not be serialized: {exception.Message}");
        }
    }

    private NonDeterministicOrchestrationException Fault(string recorded, string attempted)
    {
        var fault = new NonDeterministicOrchestrationException(_instance.Name, _instance.Id, recorded, attempted);
        _fault ??= fault;
        return fault;
    }
}
