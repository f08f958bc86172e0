using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Metrics;

/// <summary>Shows what is measured, to whoever scrapes it.</summary>
/// <param name="collector">Holds the measurements.</param>
public sealed class MetricsFunctions(MetricsCollector collector)
{
    /// <summary>Shows all metrics in Prometheus' text format; from this machine without a token, from others with one of the platform's own team, for metrics tell of every app.</summary>
    [Function("GetMetrics")]
    [Access(TokenScopes.Read, OperatorOnly = true, OpenToThisMachine = true)]
    [Operation("Shows all metrics in Prometheus' text format", Tag = "Operations", MediaType = "text/plain")]
    public IActionResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "metrics")] HttpRequest request) =>
        new ContentResult { Content = collector.Write(), ContentType = PrometheusText.MediaType };
}
