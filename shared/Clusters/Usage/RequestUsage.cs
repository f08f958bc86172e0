namespace Pipelines.Clusters;

/// <summary>What was answered for a component since its counters began. They begin anew when what counts is started anew.</summary>
public sealed record RequestUsage
{
    /// <summary>Gets the app's id.</summary>
    public required string AppId { get; init; }

    /// <summary>Gets the component's name.</summary>
    public required string Component { get; init; }

    /// <summary>Gets the answers by class of status: 1xx, 2xx, 3xx, 4xx, 5xx.</summary>
    public required IReadOnlyList<long> Classes { get; init; }

    /// <summary>Gets the answers by the time they took, as <see cref="LatencyBuckets.Bounds"/> has it; not added up.</summary>
    public required IReadOnlyList<long> Buckets { get; init; }

    /// <summary>Gets the time that all of them took together.</summary>
    public TimeSpan Duration { get; init; }
}
