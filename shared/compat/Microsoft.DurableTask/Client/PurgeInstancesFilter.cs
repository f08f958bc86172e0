namespace Microsoft.DurableTask.Client;

/// <summary>Selects ended orchestrations to remove.</summary>
/// <param name="CreatedFrom">The earliest creation, or null.</param>
/// <param name="CreatedTo">The latest creation, or null.</param>
/// <param name="Statuses">The statuses wanted, or null for any ended one.</param>
public record PurgeInstancesFilter(
    DateTimeOffset? CreatedFrom = null, DateTimeOffset? CreatedTo = null, IEnumerable<OrchestrationRuntimeStatus>? Statuses = null)
{
    /// <summary>Gets the time after which the purge stops short and says so in its result; null for none.</summary>
    public TimeSpan? Timeout { get; init; }
}
