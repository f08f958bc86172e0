namespace Microsoft.DurableTask.Client;

/// <summary>Selects orchestrations.</summary>
/// <param name="CreatedFrom">The earliest creation, or null.</param>
/// <param name="CreatedTo">The latest creation, or null.</param>
/// <param name="Statuses">The statuses wanted, or null for any.</param>
/// <param name="TaskHubNames">The task hubs, or null for any; a backend with one hub ignores it.</param>
/// <param name="InstanceIdPrefix">What the ids begin with, or null.</param>
/// <param name="PageSize">The instances in a page.</param>
/// <param name="FetchInputsAndOutputs">Whether to fetch inputs, outputs and custom statuses.</param>
/// <param name="ContinuationToken">Where to go on, or null to begin at the start.</param>
public record OrchestrationQuery(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null,
    IEnumerable<string>? TaskHubNames = null,
    string? InstanceIdPrefix = null,
    int PageSize = OrchestrationQuery.DefaultPageSize,
    bool FetchInputsAndOutputs = false,
    string? ContinuationToken = null)
{
    /// <summary>The instances in a page when nothing else is asked for.</summary>
    public const int DefaultPageSize = 100;
}
