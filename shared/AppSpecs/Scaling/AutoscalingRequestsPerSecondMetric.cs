namespace Pipelines.AppSpecs;

/// <summary>Scaling by requests per second.</summary>
public sealed record AutoscalingRequestsPerSecondMetric
{
    /// <summary>The rate per instance to keep, in requests per second, at least 1.</summary>
    public int? PerInstance { get; init; }
}
