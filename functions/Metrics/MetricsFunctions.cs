using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Functions.OpenApi;

namespace Pipelines.Functions.Metrics;

/// <summary>Shows what is measured, to whoever scrapes it.</summary>
/// <param name="collector">Holds the measurements.</param>
public sealed class MetricsFunctions(MetricsCollector collector)
{
    /// <summary>Shows all metrics in Prometheus' text format; from this machine without a token.</summary>
    [Function("GetMetrics")]
    [Operation("Shows all metrics in Prometheus' text format", Tag = "Operations", MediaType = "text/plain")]
    public IActionResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "metrics")] HttpRequest request) =>
        new ContentResult { Content = collector.Write(), ContentType = PrometheusText.MediaType };
}
