using System.Globalization;
using Pipelines.DurableTask.Embedded.Storage;

namespace Pipelines.DurableTask.Embedded;

/// <summary>Reads histories from the engine's store.</summary>
internal sealed class OrchestrationHistory(EmbeddedEngine engine) : IOrchestrationHistory
{
    public Task<IReadOnlyList<OrchestrationHistoryEvent>> GetAsync(string instanceId, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var events = engine.Reader.ReadHistory(instanceId)
            .Where(recorded => recorded.Kind != HistoryEventKind.TurnStarted)
            .Select(recorded => new OrchestrationHistoryEvent(recorded.Timestamp, recorded.Kind.ToString(), NameOf(recorded), Describe(recorded)));
        return Task.FromResult<IReadOnlyList<OrchestrationHistoryEvent>>([.. events]);
    }

    private static string? NameOf(HistoryEvent recorded) => string.IsNullOrEmpty(recorded.Name) ? null : recorded.Name;

    private static string? Describe(HistoryEvent recorded) => recorded.Kind switch
    {
        HistoryEventKind.TimerCreated => $"due {HistoryEvent.ParseDueTime(recorded.Data!).ToString("O", CultureInfo.InvariantCulture)}",
        HistoryEventKind.TaskFailed or HistoryEventKind.SubOrchestrationFailed or HistoryEventKind.Failed =>
            TaskFailure.Parse(recorded.Data!).Details.ToString(),
        _ => recorded.Data,
    };
}
