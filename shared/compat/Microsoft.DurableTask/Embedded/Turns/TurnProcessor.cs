using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Logging;
using Pipelines.DurableTask.Embedded.Execution;
using Pipelines.DurableTask.Embedded.Storage;

namespace Pipelines.DurableTask.Embedded.Turns;

/// <summary>Takes an instance a turn further: its messages in, its code's steps out, one commit.</summary>
internal sealed partial class TurnProcessor(
    EmbeddedEngine engine,
    EmbeddedDurableTaskOptions options,
    DurableTaskFactory factory,
    DataConverter converter,
    IServiceProvider services,
    ILoggerFactory loggers)
{
    // An orchestrator that begins anew without waiting would never let its turn end; this many generations share a commit.
    private const int GenerationsPerTurn = 64;

    private readonly ILogger _logger = loggers.CreateLogger<TurnProcessor>();

    public void Run(InstanceMailbox mailbox)
    {
        var messages = mailbox.Take();
        var loaded = engine.Cache.Take(mailbox.InstanceId) ?? Load(mailbox.InstanceId);
        if (loaded is not { Instance.IsLive: true })
        {
            Discard(mailbox, messages, null);
            return;
        }

        var relevant = messages.Where(message => message.IsFor(loaded.Instance.Execution)).ToList();
        if (loaded.HistoryEvents == 0 && !relevant.Exists(message => message.Kind is HistoryEventKind.ExecutionStarted or HistoryEventKind.Terminated))
        {
            Park(mailbox, messages, loaded);
        }
        else if (relevant.Count == 0)
        {
            Discard(mailbox, messages, loaded);
        }
        else
        {
            Commit(mailbox, Take(loaded, messages, relevant));
        }
    }

    private LoadedOrchestration? Load(string instanceId)
    {
        if (engine.Reader.FindInstance(instanceId) is not { IsLive: true } instance)
        {
            return null;
        }

        var history = engine.Reader.ReadHistory(instanceId);
        OrchestrationExecution? execution = null;
        TaskFailure? failure = null;
        if (history.Count > 0 && Create(instance, out execution, out failure))
        {
            execution.Replay(history);
        }

        return new LoadedOrchestration(instance, execution, history.Count, history.Sum(recorded => recorded.Size), failure);
    }

    private bool Create(
        InstanceRecord instance,
        [NotNullWhen(true)] out OrchestrationExecution? execution,
        [NotNullWhen(false)] out TaskFailure? failure)
    {
        (execution, failure) = (null, null);
        try
        {
            if (factory.TryCreateOrchestrator(instance.Name, instance.Version, services, out var orchestrator))
            {
                execution = new OrchestrationExecution(instance, orchestrator, converter, loggers, fault => engine.Deliver(
                    new InboxMessage(instance.Id, InboxMessage.Transient, HistoryEventKind.Failed, instance.Execution, Data: TaskFailure.From(fault).Format())));
                return true;
            }

            failure = TaskFailure.NotRegistered("OrchestratorTaskNotFound", "orchestrator", instance.Name);
        }
        catch (Exception exception)
        {
            failure = TaskFailure.From(exception);
        }

        return false;
    }

    private Turn Take(LoadedOrchestration loaded, List<InboxMessage> consumed, List<InboxMessage> messages)
    {
        // A clock that was set back must not show in a history.
        var now = engine.Time.GetUtcNow();
        now = now > loaded.Instance.Updated ? now : loaded.Instance.Updated;
        var turn = new Turn(loaded, consumed, now);

        // The message that begins an execution is the first of its history, whatever came before its time.
        var arrived = messages.OrderBy(message => message.Kind != HistoryEventKind.ExecutionStarted).Select(message => message.ToEvent(now)).ToList();
        if (EndFromOutside(loaded, arrived, out var count) is { } end)
        {
            turn.Begin(arrived.Take(count));
            turn.End(end);
        }
        else
        {
            RunGenerations(turn, arrived);
        }

        return turn;
    }

    private void RunGenerations(Turn turn, IReadOnlyList<HistoryEvent> arrived)
    {
        var execution = turn.Before.Execution;
        for (var generation = 1; ; generation++)
        {
            turn.Begin(arrived);
            if (execution is null && !Create(turn.After, out execution, out var failure))
            {
                turn.End(new OrchestrationOutcome.Failed(failure));
                return;
            }

            var result = execution.RunTurn(turn.Now, arrived);
            turn.Add(result);
            if (result.Outcome is not OrchestrationOutcome.ContinuedAsNew next)
            {
                turn.End(Bounded(turn, result.Outcome));
                turn.Use(execution);
                return;
            }

            turn.ContinueAsNew(NextGeneration(turn, next));
            execution = null;
            var first = new InboxMessage(turn.After.Id, InboxMessage.First, HistoryEventKind.ExecutionStarted, turn.After.Execution, Name: turn.After.Name);
            if (generation == GenerationsPerTurn)
            {
                turn.Carry([first, .. next.CarriedEvents.Select(raised => CarriedMessage(turn.After.Id, raised))]);
                return;
            }

            arrived = [first.ToEvent(turn.Now), .. next.CarriedEvents];
        }
    }

    private InstanceRecord NextGeneration(Turn turn, OrchestrationOutcome.ContinuedAsNew next) => turn.After with
    {
        Execution = engine.NextId(),
        Input = next.Input,
        Version = next.Version ?? turn.After.Version,
        CustomStatus = null,
        Updated = turn.Now,
    };

    /// <summary>Gives an event back its old place in the inbox: before all that has come since.</summary>
    private static InboxMessage CarriedMessage(string instanceId, HistoryEvent raised) =>
        new(instanceId, raised.TaskId, HistoryEventKind.EventRaised, Name: raised.Name, Data: raised.Data);

    /// <summary>Says how the instance ends without its code having a say, and how many of the arrivals come before that.</summary>
    private static OrchestrationOutcome? EndFromOutside(LoadedOrchestration loaded, List<HistoryEvent> arrived, out int count)
    {
        count = arrived.FindIndex(next => next.Kind is HistoryEventKind.Terminated or HistoryEventKind.Failed);
        if (count >= 0)
        {
            var end = arrived[count];
            return end.Kind == HistoryEventKind.Failed
                ? new OrchestrationOutcome.Failed(TaskFailure.Parse(end.Data!))
                : new OrchestrationOutcome.Terminated(end.Data, end.TaskId == 1);
        }

        count = arrived.Count;
        return loaded.Failure is { } failure ? new OrchestrationOutcome.Failed(failure) : null;
    }

    private OrchestrationOutcome Bounded(Turn turn, OrchestrationOutcome outcome)
    {
        var (events, size) = (turn.HistoryEvents, turn.HistorySize);
        if (outcome is OrchestrationOutcome.Waiting && (events > options.MaximumHistoryEvents || size > options.MaximumHistorySize))
        {
            return new OrchestrationOutcome.Failed(TaskFailure.From(new InvalidOperationException(
                $"The history of '{turn.After.Name}' (instance '{turn.After.Id}') has {events} events and {size} characters; at most {options.MaximumHistoryEvents} and {options.MaximumHistorySize} are allowed. "
                + "Split it into sub-orchestrations, begin anew with ContinueAsNew, or pass references instead of large payloads.")));
        }

        if (events > options.HistoryEventsWarning || size > options.HistorySizeWarning)
        {
            LogLongHistory(turn.After.Name, turn.After.Id, events, size);
        }

        return outcome;
    }

    private void Commit(InstanceMailbox mailbox, Turn turn) => _ = engine.WriteAsync(transaction =>
    {
        var isCurrent = TurnCommit.Apply(transaction, engine, turn);
        transaction.AfterCommit(() =>
        {
            if (isCurrent && !turn.After.IsLive)
            {
                engine.Forget(mailbox);
                LogEnded(turn.After.Name, turn.After.Id, turn.After.Status);
            }
            else
            {
                if (isCurrent)
                {
                    engine.Cache.Put(new LoadedOrchestration(turn.After, turn.Execution, turn.HistoryEvents, turn.HistorySize));
                }

                engine.Continue(mailbox, mailbox.EndTurn(isCurrent ? turn.Carried : []));
            }

            engine.Waiters.Notify(mailbox.InstanceId);
        });
        return isCurrent;
    });

    private void Park(InstanceMailbox mailbox, List<InboxMessage> messages, LoadedOrchestration loaded)
    {
        engine.Cache.Put(loaded);
        engine.Continue(mailbox, mailbox.Park(messages));
    }

    /// <summary>Removes messages that nobody will take: for an execution that is over, or an instance that is.</summary>
    private void Discard(InstanceMailbox mailbox, List<InboxMessage> messages, LoadedOrchestration? loaded) => _ = engine.WriteAsync(transaction =>
    {
        messages.ForEach(message => TurnCommit.Consume(transaction, message));
        var execution = transaction.FindLiveExecution(mailbox.InstanceId);
        transaction.AfterCommit(() =>
        {
            if (execution is null)
            {
                engine.Forget(mailbox);
                return;
            }

            if (execution == loaded?.Instance.Execution)
            {
                engine.Cache.Put(loaded);
            }

            engine.Continue(mailbox, mailbox.EndTurn([]));
        });
        return true;
    });

    [LoggerMessage(LogLevel.Information, "Orchestration {Name} ({InstanceId}) has ended: {Status}")]
    private partial void LogEnded(string name, string instanceId, OrchestrationRuntimeStatus status);

    [LoggerMessage(LogLevel.Warning, "The history of {Name} ({InstanceId}) has grown long: {Events} events, {Size} characters")]
    private partial void LogLongHistory(string name, string instanceId, int events, long size);
}
