using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Activities.Metrics;
using Pipelines.Activities.Tests.Doubles;
using Pipelines.Clusters;
using Pipelines.Storage.Metrics;

namespace Pipelines.Activities.Tests.Metrics;

public sealed class PrometheusReaderTests
{
    private const string Pod = "web-0a1b2c3d-5d8f9c7b6-x8y9z";
    private static readonly string s_app = Guid.CreateVersion7().ToString();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("web-0a1b2c3d-5d8f9c7b6-x8y9z", "web")]
    [InlineData("my-api-0a1b2c3d", "my-api")]
    [InlineData("web", null)]
    [InlineData("web-0a1b2c3d-5d8f9c7b6", null)]
    [InlineData("WEB-0a1b2c3d", null)]
    public void Components_are_known_by_the_names_of_pods_and_services(string name, string? component) => PrometheusReader.ComponentOf(name).ShouldBe(component);

    [Fact]
    public async Task Figures_of_the_kubelet_and_of_Istio_are_read_from_a_real_Prometheus()
    {
        await using var target = new FakePrometheusTarget(Metrics);
        await target.StartAsync(Cancellation);
        using var directory = new TemporaryDirectory();
        using var store = new MetricStore(Path.Combine(directory.Path, "metrics.db"), TimeProvider.System);
        using var api = new PrometheusApi(new MetricOptions { Prometheus = target.Address });
        var reader = new PrometheusReader(api, store, TimeProvider.System);

        // A rate needs two scrapes; Prometheus looks back five minutes for what it has.
        ComponentSample? web = null;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(90));
        while (web is not { Instances: [{ CpuPercent: > 0 }], Requests.Total: > 0 })
        {
            _ = await timer.WaitForNextTickAsync(limit.Token);
            web = target.Scrapes < 3 ? null : await LastAsync(api, store);
        }

        var instance = web.Instances.ShouldHaveSingleItem();
        instance.CpuPercent!.Value.ShouldBeInRange(0.1, 51, "half a processor of one, for as much of the five minutes as was seen");
        instance.MemoryBytes.ShouldBe(128 << 20);
        instance.MemoryPercent.ShouldBe(25);
        instance.Restarts.ShouldBe(2);
        web.Requests!.Classes[4].ShouldBe(0);
        web.Requests.Buckets.Sum().ShouldBeGreaterThan(0);
        web.Requests.Quantile(0.95, LatencyBuckets.Bounds)!.Value.ShouldBeInRange(25, 50);
        (await reader.ReadAsync(Guid.CreateVersion7().ToString(), DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow, Cancellation)).Samples.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_does_not_answer_is_said_to_and_not_taken_for_no_figures()
    {
        using var directory = new TemporaryDirectory();
        using var store = new MetricStore(Path.Combine(directory.Path, "metrics.db"), TimeProvider.System);
        using var api = new PrometheusApi(new MetricOptions { Prometheus = new Uri("http://127.0.0.1:1") });
        var reader = new PrometheusReader(api, store, TimeProvider.System);
        await Should.ThrowAsync<MetricsUnavailableException>(() => reader.ReadAsync(s_app, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow, Cancellation));
    }

    // Steps are of a minute, the test is not: it reads as if the last second were a step.
    private static async Task<ComponentSample?> LastAsync(PrometheusApi api, MetricStore store)
    {
        var now = DateTimeOffset.UtcNow;
        var ahead = new AheadTime(DateTimeOffset.FromUnixTimeSeconds((now.ToUnixTimeSeconds() / 60 * 60) + 60));
        var range = await new PrometheusReader(api, store, ahead).ReadAsync(s_app, ahead.GetUtcNow(), ahead.GetUtcNow(), Cancellation);
        return range.Samples.SelectMany(sample => sample.Components).LastOrDefault(component => component.Component == "web");
    }

    private static string Metrics(int scrape)
    {
        var pod = $"namespace=\"{ManifestNames.OfApp(s_app)}\",pod=\"{Pod}\",container=\"app\"";
        var istio = $"reporter=\"source\",destination_service_namespace=\"{ManifestNames.OfApp(s_app)}\",destination_service_name=\"web-0a1b2c3d\",response_code=\"200\"";
        return $"""
            container_cpu_usage_seconds_total{"{"}{pod}{"}"} {scrape * 0.5}
            container_memory_working_set_bytes{"{"}{pod}{"}"} {128 << 20}
            kube_pod_container_resource_limits{"{"}{pod},resource="cpu"{"}"} 1
            kube_pod_container_resource_limits{"{"}{pod},resource="memory"{"}"} {512 << 20}
            kube_pod_container_status_restarts_total{"{"}{pod}{"}"} 2
            istio_requests_total{"{"}{istio}{"}"} {scrape * 10}
            istio_request_duration_milliseconds_bucket{"{"}{istio},le="25"{"}"} 0
            istio_request_duration_milliseconds_bucket{"{"}{istio},le="50"{"}"} {scrape * 10}
            istio_request_duration_milliseconds_bucket{"{"}{istio},le="100"{"}"} {scrape * 10}
            istio_request_duration_milliseconds_bucket{"{"}{istio},le="250"{"}"} {scrape * 10}
            istio_request_duration_milliseconds_bucket{"{"}{istio},le="500"{"}"} {scrape * 10}
            istio_request_duration_milliseconds_bucket{"{"}{istio},le="1000"{"}"} {scrape * 10}
            istio_request_duration_milliseconds_bucket{"{"}{istio},le="2500"{"}"} {scrape * 10}
            istio_request_duration_milliseconds_bucket{"{"}{istio},le="5000"{"}"} {scrape * 10}
            istio_request_duration_milliseconds_bucket{"{"}{istio},le="10000"{"}"} {scrape * 10}
            istio_request_duration_milliseconds_bucket{"{"}{istio},le="+Inf"{"}"} {scrape * 10}
            istio_request_duration_milliseconds_sum{"{"}{istio}{"}"} {scrape * 400}

            """;
    }
}
