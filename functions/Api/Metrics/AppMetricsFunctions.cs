using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Activities.Metrics;
using Pipelines.Clusters;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;
using Pipelines.Storage.Metrics;

namespace Pipelines.Functions.Api.Metrics;

/// <summary>Tells all that is measured of an app in one answer of at most 721 times, for the panel.</summary>
/// <param name="access">Finds the apps of a team.</param>
/// <param name="metrics">Where measurements are read from.</param>
/// <param name="time">The clock.</param>
public sealed class AppMetricsFunctions(AppAccess access, IMetricReader metrics, TimeProvider time)
{
    private static readonly (string Name, double Part)[] s_parts = [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)];

    /// <summary>Tells what was measured within a range of time, the last six hours where none is given.</summary>
    [Function("GetAppMetrics")]
    [Operation("Tells what was measured of an app: processor, memory, restarts, requests and their duration", Tag = "Metrics", Answer = typeof(AppMetricsWire), Member = "metrics", Query = "start,end")]
    public async Task<IActionResult> GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "platform/apps/{id}/metrics")] HttpRequest request, string id, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var app = await access.RequireAsync(Principal.Of(context), id, cancellation);
        var query = MetricQuery.Of(request, time.GetUtcNow());
        var range = await MonitoringFunctions.ReadAsync(metrics, app.Id, query, cancellation);
        var names = range.Samples.SelectMany(sample => sample.Components).Select(component => component.Component).Distinct().Order(StringComparer.Ordinal);
        return new ApiResult(new
        {
            Metrics = new AppMetricsWire
            {
                Start = query.Start,
                End = query.End,
                StepSeconds = (int)range.Step.TotalSeconds,
                Source = metrics.Source,
                Times = [.. range.Samples.Select(sample => sample.At.ToUnixTimeSeconds())],
                Components = [.. names.Select(name => Show(name, [.. range.Samples.Select(sample => sample.Components.FirstOrDefault(component => component.Component == name))]))],
            },
        });
    }

    private static ComponentMetricsWire Show(string name, IReadOnlyList<ComponentSample?> samples) => new()
    {
        Name = name,
        Instances = [.. samples.Select(sample => sample?.Instances.Count)],
        CpuPercent = [.. samples.Select(sample => Round(sample?.Instances.Average(instance => instance.CpuPercent)))],
        CpuPercentHighest = [.. samples.Select(sample => Round(sample?.Instances.Max(instance => instance.CpuPercent)))],
        MemoryPercent = [.. samples.Select(sample => Round(sample?.Instances.Average(instance => instance.MemoryPercent)))],
        MemoryBytes = [.. samples.Select(sample => sample?.Instances.Any(instance => instance.MemoryBytes is not null) == true ? sample.Instances.Sum(instance => instance.MemoryBytes) : null)],
        Restarts = [.. samples.Select((sample, i) => sample is null ? null : (int?)Restarts.Between(i == 0 ? null : samples[i - 1], sample))],
        Requests = new Dictionary<string, IReadOnlyList<long?>>(StringComparer.Ordinal)
        {
            ["2xx"] = Classes(samples, 0, 1),
            ["3xx"] = Classes(samples, 2),
            ["4xx"] = Classes(samples, 3),
            ["5xx"] = Classes(samples, 4),
        },
        Latency = s_parts.ToDictionary(
            part => part.Name,
            IReadOnlyList<double?> (part) => [.. samples.Select(sample => sample?.Requests?.Quantile(part.Part, LatencyBuckets.Bounds))],
            StringComparer.Ordinal),
    };

    private static List<long?> Classes(IReadOnlyList<ComponentSample?> samples, params int[] classes) =>
        [.. samples.Select(sample => sample?.Requests is { } requests ? classes.Sum(index => (long?)requests.Classes[index]) : null)];

    private static double? Round(double? value) => value is { } known ? Math.Round(known, 2) : null;
}
