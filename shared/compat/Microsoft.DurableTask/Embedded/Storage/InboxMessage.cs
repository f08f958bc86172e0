namespace Pipelines.DurableTask.Embedded.Storage;

/// <summary>Something an instance has yet to take into its history.</summary>
/// <param name="InstanceId">The receiver.</param>
/// <param name="Id">Its place in the receiver's inbox, or <see cref="Transient"/>.</param>
/// <param name="Kind">What it says.</param>
/// <param name="Execution">The execution it is meant for; 0 for whichever there is.</param>
/// <param name="TaskId">The step it answers.</param>
/// <param name="Name">The name of the task or event.</param>
/// <param name="Data">The payload.</param>
internal sealed record InboxMessage(
    string InstanceId, long Id, HistoryEventKind Kind, long Execution = 0, long TaskId = 0, string? Name = null, string? Data = null)
{
    /// <summary>
    /// The id of a message that no row holds: an activity's result or a due timer. It becomes durable with the turn
    /// that takes it; until then the row of the activity or timer stands, and a crash makes it happen again.
    /// </summary>
    public const long Transient = -1;

    /// <summary>The place of the message that begins an execution: before all others.</summary>
    public const long First = 0;

    public bool IsTransient => Id == Transient;

    public bool IsFor(long execution) => Execution == 0 || Execution == execution;

    public HistoryEvent ToEvent(DateTimeOffset turn) =>
        new(Kind, turn, Kind == HistoryEventKind.EventRaised ? Id : TaskId, Name, Data);
}
