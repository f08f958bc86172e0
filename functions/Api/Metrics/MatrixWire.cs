using System.Text.Json.Serialization;

namespace Pipelines.Functions.Api.Metrics;

/// <summary>Series in the form in which Prometheus answers ranges, as the monitoring API has them.</summary>
/// <param name="Data">The series.</param>
public sealed record MatrixWire(MatrixWire.MetricMatrix Data)
{
    /// <summary>Gets whether it went well.</summary>
    public string Status => "success";

    /// <summary>Several series.</summary>
    /// <param name="Result">The series.</param>
    public sealed record MetricMatrix(IReadOnlyList<MetricSeries> Result)
    {
        /// <summary>Gets the form.</summary>
        [JsonPropertyName("resultType")]
        public string ResultType => "matrix";
    }

    /// <summary>The series of one instance.</summary>
    /// <param name="Metric">What it is of.</param>
    /// <param name="Values">Pairs of unix seconds and the value as a text.</param>
    public sealed record MetricSeries(MetricLabels Metric, IReadOnlyList<object[]> Values);

    /// <summary>What a series is of.</summary>
    /// <param name="AppComponent">The component.</param>
    /// <param name="AppComponentInstance">The instance, by its number.</param>
    /// <param name="AppOwnerId">The team.</param>
    /// <param name="AppUuid">The app.</param>
    public sealed record MetricLabels(string AppComponent, string AppComponentInstance, string AppOwnerId, string AppUuid);
}
