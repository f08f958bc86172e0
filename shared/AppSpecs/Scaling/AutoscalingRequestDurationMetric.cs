using System.Text.Json.Serialization;

namespace Pipelines.AppSpecs;

/// <summary>Scaling by how long requests take.</summary>
public sealed record AutoscalingRequestDurationMetric
{
    /// <summary>The 95th percentile to keep, in milliseconds, at least 1.</summary>
    [JsonPropertyName("p95_milliseconds")]
    public int? P95Milliseconds { get; init; }
}
