using Microsoft.DurableTask.Client;

namespace Pipelines.DurableTask.Embedded.Storage;

/// <summary>The row of an instance.</summary>
internal sealed record InstanceRecord
{
    public required string Id { get; init; }

    /// <summary>Gets the number of this life of the id: a new one at each start and each continue-as-new.</summary>
    public required long Execution { get; init; }

    public required string Name { get; init; }

    public required string Version { get; init; }

    public OrchestrationRuntimeStatus Status { get; init; } = OrchestrationRuntimeStatus.Pending;

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Updated { get; init; }

    public string? Input { get; init; }

    public string? Output { get; init; }

    public string? CustomStatus { get; init; }

    public string? Failure { get; init; }

    public string? Tags { get; init; }

    public ParentReference? Parent { get; init; }

    public bool IsLive => Status.IsLive();
}
