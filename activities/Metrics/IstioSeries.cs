using System.Globalization;
using Pipelines.Clusters;
using Pipelines.Storage.Metrics;

namespace Pipelines.Activities.Metrics;

/// <summary>What was answered for services, from Istio's standard metrics.</summary>
internal sealed class IstioSeries(IReadOnlyList<PrometheusSeries> classes, IReadOnlyList<PrometheusSeries> buckets, IReadOnlyList<PrometheusSeries> durations)
{
    private const string ServiceLabel = "destination_service_name";
    private readonly ILookup<string, PrometheusSeries> _classes = ByComponent(classes);
    private readonly ILookup<string, PrometheusSeries> _buckets = ByComponent(buckets);
    private readonly ILookup<string, PrometheusSeries> _durations = ByComponent(durations);

    public bool IsEmpty => _classes.Count == 0;

    public Dictionary<string, RequestSample> At(long at) => _classes
        .Where(component => component.Any(series => series.Values.ContainsKey(at)))
        .ToDictionary(
            component => component.Key,
            component => new RequestSample(
                [.. Enumerable.Range(1, LatencyBuckets.Classes).Select(number => (long)Math.Round(component.Where(series => ClassOf(series) == number).Sum(series => series.Values.GetValueOrDefault(at))))],
                Buckets(component.Key, at),
                _durations[component.Key].Sum(series => series.Values.GetValueOrDefault(at))),
            StringComparer.Ordinal);

    private static ILookup<string, PrometheusSeries> ByComponent(IReadOnlyList<PrometheusSeries> series) => series
        .Where(each => each.Labels.TryGetValue(ServiceLabel, out var name) && PrometheusReader.ComponentOf(name) is not null)
        .ToLookup(each => PrometheusReader.ComponentOf(each.Labels[ServiceLabel])!, StringComparer.Ordinal);

    private static int ClassOf(PrometheusSeries series) => series.Labels.GetValueOrDefault("response_code") is [>= '1' and <= '5' and var first, ..] ? first - '0' : 0;

    // Prometheus adds up from below; between the bounds that are kept Istio may have others.
    private long[] Buckets(string component, long at)
    {
        var below = LatencyBuckets.Bounds.Append(double.PositiveInfinity).Select(bound => UpTo(component, bound, at)).ToList();
        return [.. below.Select((count, i) => Math.Max(0, (long)Math.Round(count - (i == 0 ? 0 : below[i - 1]))))];
    }

    private double UpTo(string component, double bound, long at) => _buckets[component].Where(series => BoundOf(series) == bound).Sum(series => series.Values.GetValueOrDefault(at));

    private static double BoundOf(PrometheusSeries series) => series.Labels.GetValueOrDefault("le") switch
    {
        "+Inf" => double.PositiveInfinity,
        { } text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound) => bound,
        _ => double.NaN,
    };
}
