using System.Globalization;
using System.Text.RegularExpressions;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Storage.Metrics;

namespace Pipelines.Activities.Metrics;

/// <summary>
/// Reads from a Prometheus that scrapes the cluster's kubelets (cAdvisor) and kube-state-metrics, and Istio where that is the
/// gateway. Requests that Istio knows nothing of are those that the platform's own ingress has counted.
/// </summary>
internal sealed partial class PrometheusReader(PrometheusApi api, MetricStore own, TimeProvider time) : IMetricReader
{
    private static readonly TimeSpan s_shortestRate = TimeSpan.FromMinutes(5);

    public string Source => "prometheus";

    public async Task<MetricRange> ReadAsync(string appId, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellation = default)
    {
        var resolution = MetricResolution.For(start, time.GetUtcNow());
        var step = resolution.Step;
        var first = Align(start, step);
        var last = end;
        if (first > last)
        {
            return new MetricRange(step, []);
        }

        Task<IReadOnlyList<PrometheusSeries>> Ask(string query) => api.QueryAsync(query, first, last, step, cancellation);
        var pods = $"namespace=\"{ManifestNames.OfApp(appId)}\",container=\"{ManifestNames.Container}\"";
        var rate = Seconds(step > s_shortestRate ? step : s_shortestRate);
        var limits = $"sum by (pod) (kube_pod_container_resource_limits{{{pods},resource=";
        var cpu = Ask($"100 * sum by (pod) (rate(container_cpu_usage_seconds_total{{{pods}}}[{rate}])) / {limits}\"cpu\"}})");
        var memory = Ask($"sum by (pod) (container_memory_working_set_bytes{{{pods}}})");
        var limit = Ask($"{limits}\"memory\"}})");
        var restarts = Ask($"sum by (pod) (kube_pod_container_status_restarts_total{{{pods}}})");
        var istio = $"{{reporter=\"source\",destination_service_namespace=\"{ManifestNames.OfApp(appId)}\"";
        var classes = Ask($"sum by (destination_service_name, response_code) (increase(istio_requests_total{istio}}}[{Seconds(step)}]))");
        var buckets = Ask($"sum by (destination_service_name, le) (increase(istio_request_duration_milliseconds_bucket{istio}}}[{Seconds(step)}]))");
        var durations = Ask($"sum by (destination_service_name) (increase(istio_request_duration_milliseconds_sum{istio}}}[{Seconds(step)}]))");
        _ = await Task.WhenAll(cpu, memory, limit, restarts, classes, buckets, durations);
        var instances = new PodSeries(await cpu, await memory, await limit, await restarts);
        var requests = new IstioSeries(await classes, await buckets, await durations);
        var counted = requests.IsEmpty ? await own.ReadAsync(appId, start, end, cancellation) : new MetricRange(step, []);
        return new MetricRange(step, [.. Samples(instances, requests, counted, first, last, step)]);
    }

    /// <summary>The component of a pod of a Deployment (<c>web-1a2b3c4d-5e6f7-x8y9z</c>) or of a Service (<c>web-1a2b3c4d</c>), as <see cref="ManifestNames.OfComponent"/> names them.</summary>
    internal static string? ComponentOf(string name) => Name().Match(name) is { Success: true } match ? match.Groups["component"].Value : null;

    private static IEnumerable<AppSample> Samples(PodSeries instances, IstioSeries requests, MetricRange counted, DateTimeOffset first, DateTimeOffset last, TimeSpan step)
    {
        var own = counted.Samples.ToDictionary(sample => sample.At, sample => sample.Components.Where(component => component.Requests is not null).ToDictionary(component => component.Component, component => component.Requests!, StringComparer.Ordinal));
        for (var at = first; at <= last; at += step)
        {
            var used = instances.At(at.ToUnixTimeSeconds());
            var answered = requests.IsEmpty ? own.GetValueOrDefault(at) ?? [] : requests.At(at.ToUnixTimeSeconds());
            var names = used.Keys.Union(answered.Keys).Order(StringComparer.Ordinal).ToList();
            if (names.Count > 0)
            {
                yield return new AppSample(at, [.. names.Select(name => new ComponentSample(name, used.GetValueOrDefault(name) ?? [], answered.GetValueOrDefault(name)))]);
            }
        }
    }

    private static DateTimeOffset Align(DateTimeOffset moment, TimeSpan step)
    {
        var seconds = (long)step.TotalSeconds;
        return DateTimeOffset.FromUnixTimeSeconds((moment.ToUnixTimeSeconds() + seconds - 1) / seconds * seconds);
    }

    private static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture) + "s";

    [GeneratedRegex(@"\A(?<component>[a-z][a-z0-9-]*[a-z0-9])-[0-9a-f]{8}(-[a-z0-9]{1,12}-[a-z0-9]{5})?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();
}
