namespace Pipelines.AppSpecs;

/// <summary>What automatic scaling measures; the metric that asks for the most instances decides.</summary>
public sealed record AutoscalingMetrics
{
    /// <summary>Average CPU use.</summary>
    public AutoscalingCpuMetric? Cpu { get; init; }

    /// <summary>Requests per second; services only.</summary>
    public AutoscalingRequestsPerSecondMetric? RequestsPerSecond { get; init; }

    /// <summary>How long requests take; services only.</summary>
    public AutoscalingRequestDurationMetric? RequestDuration { get; init; }
}
