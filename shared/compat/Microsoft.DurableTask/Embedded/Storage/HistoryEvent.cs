using System.Globalization;

namespace Pipelines.DurableTask.Embedded.Storage;

/// <summary>One event of a history.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Timestamp">When its turn began.</param>
/// <param name="TaskId">The number of the step it is about; of a raised event, the number of its message.</param>
/// <param name="Name">The name of the task or event.</param>
/// <param name="Data">The payload: input, output, failure, due time, or the other instance's id.</param>
internal sealed record HistoryEvent(HistoryEventKind Kind, DateTimeOffset Timestamp, long TaskId = 0, string? Name = null, string? Data = null)
{
    // What a row costs beside its payload, so that a history of empty events has a size too.
    private const int RowSize = 64;

    /// <summary>Gets the space it takes in a history, in characters.</summary>
    public long Size => RowSize + (Name?.Length ?? 0) + (Data?.Length ?? 0);

    /// <summary>Gets a value indicating whether it records a step that the orchestrator's code took.</summary>
    public bool IsStep => Kind is HistoryEventKind.TaskScheduled or HistoryEventKind.TimerCreated
        or HistoryEventKind.SubOrchestrationCreated or HistoryEventKind.EventSent;

    public static string FormatDueTime(DateTime utc) => utc.Ticks.ToString(CultureInfo.InvariantCulture);

    public static DateTime ParseDueTime(string data) => new(long.Parse(data, CultureInfo.InvariantCulture), DateTimeKind.Utc);
}
