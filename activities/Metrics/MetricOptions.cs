namespace Pipelines.Activities.Metrics;

/// <summary>Where measurements of apps come from: the configuration section <c>Pipelines:Metrics</c>.</summary>
public sealed class MetricOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Pipelines:Metrics";

    /// <summary>Gets or sets the base address of the Prometheus that watches the clusters; null where the platform measures itself.</summary>
    public Uri? Prometheus { get; set; }

    /// <summary>Gets or sets the bearer token for it; null for none. A secret.</summary>
    public string? PrometheusToken { get; set; }
}
