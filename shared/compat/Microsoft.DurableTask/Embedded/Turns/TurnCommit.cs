using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Pipelines.DurableTask.Embedded.Storage;

namespace Pipelines.DurableTask.Embedded.Turns;

/// <summary>Makes a turn durable: history, consumed messages, activities, timers, sub-orchestrations, events and status, all or nothing.</summary>
internal static class TurnCommit
{
    /// <summary>Writes a turn.</summary>
    /// <returns>False if the instance has been replaced or removed since the turn began, so that the turn counts for nothing.</returns>
    public static bool Apply(StoreTransaction transaction, EmbeddedEngine engine, Turn turn)
    {
        var id = turn.After.Id;
        if (transaction.FindLiveExecution(id) != turn.Before.Instance.Execution)
        {
            return false;
        }

        foreach (var message in turn.Consumed)
        {
            Consume(transaction, message);
        }

        WriteHistory(transaction, turn);
        WriteWork(transaction, engine, turn);
        foreach (var child in turn.Children)
        {
            StartChild(transaction, engine, child);
        }

        foreach (var sent in turn.Sent)
        {
            engine.Send(transaction, sent);
        }

        foreach (var carried in turn.Carried)
        {
            transaction.Insert(carried);
        }

        transaction.Update(turn.After);
        if (!turn.After.IsLive)
        {
            Finish(transaction, engine, turn);
        }

        return true;
    }

    /// <summary>Deletes the row of a message, or, of a transient one, that of the work it is the result of.</summary>
    public static void Consume(StoreTransaction transaction, InboxMessage message)
    {
        if (!message.IsTransient)
        {
            transaction.Delete(message);
        }
        else if (message.Kind is HistoryEventKind.TaskCompleted or HistoryEventKind.TaskFailed)
        {
            transaction.DeleteActivity(message.InstanceId, message.Execution, message.TaskId);
        }
        else if (message.Kind is HistoryEventKind.TimerFired or HistoryEventKind.ExecutionStarted)
        {
            transaction.DeleteTimer(message.InstanceId, message.Execution, message.TaskId);
        }
    }

    private static void WriteHistory(StoreTransaction transaction, Turn turn)
    {
        var sequence = turn.Before.HistoryEvents;
        if (turn.ResetsHistory)
        {
            transaction.DeleteHistory(turn.After.Id);
            transaction.DeleteTimers(turn.After.Id);
            sequence = 0;
        }

        foreach (var recorded in turn.History)
        {
            transaction.Insert(turn.After.Id, sequence++, recorded);
        }
    }

    private static void WriteWork(StoreTransaction transaction, EmbeddedEngine engine, Turn turn)
    {
        foreach (var activity in turn.Activities)
        {
            transaction.Insert(activity);
            transaction.AfterCommit(() => engine.Dispatch(activity));
        }

        foreach (var timer in turn.Timers)
        {
            transaction.Insert(timer);
            transaction.AfterCommit(() => engine.Timers.Add(timer));
        }

        foreach (var cancelled in turn.CancelledTimers)
        {
            transaction.DeleteTimer(turn.After.Id, turn.After.Execution, cancelled);
            transaction.AfterCommit(() => engine.Timers.Cancel(turn.After.Id, turn.After.Execution, cancelled));
        }
    }

    private static void StartChild(StoreTransaction transaction, EmbeddedEngine engine, InstanceRecord child)
    {
        if (transaction.FindLiveExecution(child.Id) is null)
        {
            engine.Begin(transaction, child, startAt: null);
            return;
        }

        // Terminating the other one would take it away from whoever waits for it; the caller learns of the clash instead.
        var failure = new TaskFailure(new TaskFailureDetails(
            typeof(InvalidOperationException).FullName!, $"An orchestration with the instance id '{child.Id}' is already running.", null, null, null));
        AnswerParent(transaction, engine, child, HistoryEventKind.SubOrchestrationFailed, failure.Format());
    }

    private static void Finish(StoreTransaction transaction, EmbeddedEngine engine, Turn turn)
    {
        var id = turn.After.Id;
        transaction.DeleteInbox(id);
        transaction.DeleteTimers(id);
        if (turn.After.Status == OrchestrationRuntimeStatus.Terminated)
        {
            transaction.DeleteActivities(id);
        }

        if (turn.TerminatesChildren)
        {
            foreach (var child in transaction.FindLiveChildren(id))
            {
                engine.Send(transaction, new InboxMessage(child, 0, HistoryEventKind.Terminated, TaskId: 1, Data: turn.After.Output));
            }
        }

        var (kind, data) = AnswerOf(turn.After);
        AnswerParent(transaction, engine, turn.After, kind, data);
    }

    private static (HistoryEventKind Kind, string? Data) AnswerOf(InstanceRecord ended) => ended.Status switch
    {
        OrchestrationRuntimeStatus.Completed => (HistoryEventKind.SubOrchestrationCompleted, ended.Output),
        OrchestrationRuntimeStatus.Failed => (HistoryEventKind.SubOrchestrationFailed, ended.Failure),
        _ => (HistoryEventKind.SubOrchestrationFailed, EmbeddedEngine.TerminatedFailure(ended.Id).Format()),
    };

    private static void AnswerParent(
        StoreTransaction transaction, EmbeddedEngine engine, InstanceRecord child, HistoryEventKind kind, string? data)
    {
        if (child.Parent is { } parent)
        {
            engine.Send(transaction, new InboxMessage(parent.InstanceId, 0, kind, parent.Execution, parent.TaskId, child.Name, data));
        }
    }
}
