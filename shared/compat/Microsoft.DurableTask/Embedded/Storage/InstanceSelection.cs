using Microsoft.DurableTask.Client;

namespace Pipelines.DurableTask.Embedded.Storage;

/// <summary>Which instances are meant; null means any.</summary>
internal sealed record InstanceSelection(
    DateTimeOffset? CreatedFrom, DateTimeOffset? CreatedTo, IReadOnlyCollection<OrchestrationRuntimeStatus>? Statuses, string? IdPrefix = null);
