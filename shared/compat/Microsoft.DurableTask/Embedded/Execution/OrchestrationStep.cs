using Pipelines.DurableTask.Embedded.Storage;

namespace Pipelines.DurableTask.Embedded.Execution;

/// <summary>A step that an orchestrator's code takes: what the history records, and what only its effect needs.</summary>
/// <param name="Recorded">The event of the history.</param>
/// <param name="Version">The version asked for.</param>
/// <param name="Input">The input of a task, or the payload of an event.</param>
/// <param name="Tags">The tags of a sub-orchestration.</param>
internal sealed record OrchestrationStep(
    HistoryEvent Recorded, string Version = "", string? Input = null, IReadOnlyDictionary<string, string>? Tags = null)
{
    /// <summary>Names a step for a person.</summary>
    public static string Describe(HistoryEvent recorded) => $"step {recorded.TaskId} as {DescribeKind(recorded)}";

    public static bool IsSame(HistoryEvent recorded, HistoryEvent attempted) =>
        recorded.Kind == attempted.Kind && string.Equals(recorded.Name, attempted.Name, StringComparison.OrdinalIgnoreCase);

    private static string DescribeKind(HistoryEvent recorded) => recorded.Kind switch
    {
        HistoryEventKind.TaskScheduled => $"the call of activity '{recorded.Name}'",
        HistoryEventKind.SubOrchestrationCreated => $"the call of sub-orchestrator '{recorded.Name}'",
        HistoryEventKind.EventSent => $"the sending of event '{recorded.Name}'",
        _ => "a timer",
    };
}
