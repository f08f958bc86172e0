namespace Pipelines.DurableTask.Embedded.Storage;

/// <summary>What an event of a history, or a message on its way to one, says. The numbers are stored.</summary>
internal enum HistoryEventKind
{
    TurnStarted = 0,
    ExecutionStarted = 1,
    TaskScheduled = 2,
    TaskCompleted = 3,
    TaskFailed = 4,
    TimerCreated = 5,
    TimerFired = 6,
    SubOrchestrationCreated = 7,
    SubOrchestrationCompleted = 8,
    SubOrchestrationFailed = 9,
    EventSent = 10,
    EventRaised = 11,
    Suspended = 12,
    Resumed = 13,
    Completed = 14,
    Failed = 15,
    Terminated = 16,
}
