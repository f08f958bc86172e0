namespace Pipelines.DurableTask.Embedded;

/// <summary>The options of the embedded engine.</summary>
internal sealed class EmbeddedDurableTaskOptions
{
    /// <summary>Gets or sets the path of the database file; made if it is missing. Required.</summary>
    public string DatabasePath { get; set; } = string.Empty;

    /// <summary>Gets or sets how long a graceful stop waits for running activities; those still running then run again at the next start.</summary>
    public TimeSpan StopGracePeriod { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how many live orchestrations stay in memory between their turns; 0 replays each turn from history.</summary>
    public int MaximumCachedOrchestrations { get; set; } = 1_000;

    /// <summary>Gets or sets the events of a history from which on each turn is warned about.</summary>
    public int HistoryEventsWarning { get; set; } = 10_000;

    /// <summary>Gets or sets the most events a history may have; an orchestration that needs more fails.</summary>
    public int MaximumHistoryEvents { get; set; } = 50_000;

    /// <summary>Gets or sets the characters of a history from which on each turn is warned about.</summary>
    public long HistorySizeWarning { get; set; } = 10L * 1024 * 1024;

    /// <summary>Gets or sets the most characters a history's payloads may have; an orchestration that needs more fails.</summary>
    public long MaximumHistorySize { get; set; } = 50L * 1024 * 1024;
}
