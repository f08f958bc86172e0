namespace Pipelines.AppSpecs;

/// <summary>Scaling by average CPU use.</summary>
public sealed record AutoscalingCpuMetric
{
    /// <summary>The average to keep when none is given, in percent.</summary>
    public const int DefaultPercent = 80;

    /// <summary>The average to keep, in percent, 1 to 100; null is 80.</summary>
    public int? Percent { get; init; }
}
