using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;
using Pipelines.Storage.Metrics;

namespace Pipelines.Functions.Api.Metrics;

/// <summary>Tells what the instances of an app use (monitoring API, <c>/v2/monitoring/metrics/apps/…</c>). Where nothing was measured there is no series.</summary>
/// <param name="access">Finds the apps of a team.</param>
/// <param name="metrics">Where measurements are read from.</param>
public sealed class MonitoringFunctions(AppAccess access, IMetricReader metrics)
{
    private const string Query = "app_id,app_component,start,end";

    /// <summary>Tells the processor use.</summary>
    [Function("GetAppCpuPercentage")]
    [Operation("Tells the processor use of an app's instances, percent of their limit", Tag = "Metrics", Answer = typeof(MatrixWire), Query = Query)]
    public Task<IActionResult> CpuAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/monitoring/metrics/apps/cpu_percentage")] HttpRequest request, FunctionContext context) =>
        AnswerAsync(request, context, instance => instance.CpuPercent);

    /// <summary>Tells the memory use.</summary>
    [Function("GetAppMemoryPercentage")]
    [Operation("Tells the memory use of an app's instances, percent of their limit", Tag = "Metrics", Answer = typeof(MatrixWire), Query = Query)]
    public Task<IActionResult> MemoryAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/monitoring/metrics/apps/memory_percentage")] HttpRequest request, FunctionContext context) =>
        AnswerAsync(request, context, instance => instance.MemoryPercent);

    /// <summary>Tells the restarts.</summary>
    [Function("GetAppRestartCount")]
    [Operation("Tells how often an app's instances had been restarted", Tag = "Metrics", Answer = typeof(MatrixWire), Query = Query)]
    public Task<IActionResult> RestartsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/monitoring/metrics/apps/restart_count")] HttpRequest request, FunctionContext context) =>
        AnswerAsync(request, context, instance => instance.Restarts);

    private async Task<IActionResult> AnswerAsync(HttpRequest request, FunctionContext context, Func<InstanceSample, double?> value)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var id = request.Query["app_id"].ToString();
        var app = await access.RequireAsync(Principal.Of(context), id.Length > 0 ? id : throw ApiException.BadRequest("query parameter \"app_id\" is required"), cancellation);
        var query = MetricQuery.Required(request);
        var component = request.Query["app_component"].ToString();
        var range = await ReadAsync(metrics, app.Id, query, cancellation);
        var series = new SortedDictionary<(string Component, int Number), List<object[]>>();
        foreach (var sample in range.Samples)
        {
            foreach (var measured in sample.Components.Where(each => component.Length == 0 || each.Component == component))
            {
                foreach (var (number, instance) in measured.Instances.Index())
                {
                    if (value(instance) is { } known)
                    {
                        Of(series, (measured.Component, number)).Add([sample.At.ToUnixTimeSeconds(), known.ToString(CultureInfo.InvariantCulture)]);
                    }
                }
            }
        }

        return new ApiResult(new MatrixWire(new MatrixWire.MetricMatrix([.. series.Select(each => new MatrixWire.MetricSeries(
            new MatrixWire.MetricLabels(each.Key.Component, $"{each.Key.Component}-{each.Key.Number}", app.OwnerId, app.Id), each.Value))])));
    }

    /// <summary>Reads measurements.</summary>
    /// <exception cref="ApiException">503: what keeps them does not answer.</exception>
    internal static async Task<MetricRange> ReadAsync(IMetricReader metrics, string appId, MetricQuery query, CancellationToken cancellation)
    {
        try
        {
            return await metrics.ReadAsync(appId, query.Start, query.End, cancellation);
        }
        catch (MetricsUnavailableException exception)
        {
            throw ApiException.Unavailable($"measurements cannot be read: {exception.Message}");
        }
    }

    private static List<object[]> Of(SortedDictionary<(string Component, int Number), List<object[]>> series, (string Component, int Number) key)
    {
        if (!series.TryGetValue(key, out var values))
        {
            series[key] = values = [];
        }

        return values;
    }
}
