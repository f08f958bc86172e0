namespace Pipelines.AppSpecs;

/// <summary>Automatic scaling between two instance counts.</summary>
public sealed record Autoscaling
{
    /// <summary>The fewest instances, 1 to 250.</summary>
    public int? MinInstanceCount { get; init; }

    /// <summary>The most instances, 1 to 250, not below the minimum.</summary>
    public int? MaxInstanceCount { get; init; }

    /// <summary>What is measured; at least one metric.</summary>
    public AutoscalingMetrics? Metrics { get; init; }
}
