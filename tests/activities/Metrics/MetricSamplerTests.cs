using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using Pipelines.Activities.Metrics;
using Pipelines.Activities.Tests.Doubles;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Storage.Metrics;

namespace Pipelines.Activities.Tests.Metrics;

public sealed class MetricSamplerTests
{
    private static readonly string s_app = Guid.CreateVersion7().ToString();
    private readonly AheadTime _time = new(new DateTimeOffset(2026, 11, 22, 12, 0, 2, TimeSpan.Zero));
    private readonly List<InstanceUsage> _instances = [];
    private readonly List<RequestUsage> _requests = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Use_and_requests_are_told_since_the_look_before()
    {
        using var directory = new TemporaryDirectory();
        using var store = new MetricStore(Path.Combine(directory.Path, "metrics.db"), _time);
        using var sampler = Sampler(store, new MetricOptions());
        _instances.Add(Instance("web-1", used: 30, started: -60));
        _instances.Add(Instance("job-1", used: 30, started: -60) with { Kind = ComponentKind.Job });
        _requests.Add(Requests(100, 10));
        await sampler.SampleAsync(Cancellation);

        // The second sample of a minute is none.
        _time.Now += TimeSpan.FromSeconds(10);
        await sampler.SampleAsync(Cancellation);
        _time.Now += TimeSpan.FromSeconds(50);
        _instances[0] = Instance("web-1", used: 45, started: -120);
        _requests[0] = Requests(130, 11);
        await sampler.SampleAsync(Cancellation);

        // What counts has been started anew, and so has the instance.
        _time.Now += TimeSpan.FromSeconds(60);
        _instances[0] = Instance("web-1", used: 6, started: -30);
        _requests[0] = Requests(5, 1);
        await sampler.SampleAsync(Cancellation);

        var range = await store.ReadAsync(s_app, _time.Now.AddMinutes(-10), _time.Now, Cancellation);
        range.Samples.Count.ShouldBe(3);
        var web = range.Samples.Select(sample => sample.Components.ShouldHaveSingleItem()).ToList();
        web.Select(component => component.Instances.ShouldHaveSingleItem().CpuPercent).ShouldBe([100, 50, 40]);
        web[0].Requests.ShouldBeNull("nothing is known of the time before the first look");
        web[1].Requests!.Classes.ShouldBe([0, 30, 0, 0, 1]);
        web[2].Requests!.Classes.ShouldBe([0, 5, 0, 0, 1]);
        web[1].Requests!.Buckets.Sum().ShouldBe(31);
        web[1].Instances[0].MemoryPercent.ShouldBe(50);
    }

    [Fact]
    public async Task Instances_that_Prometheus_watches_are_not_measured_here_too()
    {
        using var directory = new TemporaryDirectory();
        using var store = new MetricStore(Path.Combine(directory.Path, "metrics.db"), _time);
        using var sampler = Sampler(store, new MetricOptions { Prometheus = new Uri("http://prometheus:9090") });
        _instances.Add(Instance("web-1", used: 30, started: -60));
        _requests.Add(Requests(100, 10));
        await sampler.SampleAsync(Cancellation);
        _time.Now += TimeSpan.FromSeconds(60);
        _requests[0] = Requests(110, 10);
        await sampler.SampleAsync(Cancellation);
        var sample = (await store.ReadAsync(s_app, _time.Now.AddMinutes(-10), _time.Now, Cancellation)).Samples.ShouldHaveSingleItem();
        sample.Components.ShouldHaveSingleItem().Instances.ShouldBeEmpty();
        sample.Components[0].Requests!.Total.ShouldBe(10);
    }

    [Fact]
    public async Task A_cluster_that_does_not_answer_makes_a_gap_and_nothing_else()
    {
        using var directory = new TemporaryDirectory();
        using var store = new MetricStore(Path.Combine(directory.Path, "metrics.db"), _time);
        var cluster = new Mock<ICluster>();
        cluster.As<IUsageMeter>().Setup(meter => meter.MeasureInstancesAsync(It.IsAny<CancellationToken>())).ThrowsAsync(new IOException("away"));
        using var sampler = new MetricSampler(cluster.Object, store, new MetricOptions(), _time, NullLogger<MetricSampler>.Instance);
        await sampler.SampleAsync(Cancellation);
        (await store.ReadAsync(s_app, _time.Now.AddMinutes(-10), _time.Now, Cancellation)).Samples.ShouldBeEmpty();
    }

    private MetricSampler Sampler(MetricStore store, MetricOptions options)
    {
        var cluster = new Mock<ICluster>();
        var meter = cluster.As<IUsageMeter>();
        meter.Setup(each => each.MeasureInstancesAsync(It.IsAny<CancellationToken>())).ReturnsAsync(() => [.. _instances]);
        meter.Setup(each => each.MeasureRequestsAsync(It.IsAny<CancellationToken>())).ReturnsAsync(() => [.. _requests]);
        return new MetricSampler(cluster.Object, store, options, _time, NullLogger<MetricSampler>.Instance);
    }

    private InstanceUsage Instance(string name, double used, double started) => new()
    {
        AppId = s_app,
        Component = "web",
        Kind = ComponentKind.Service,
        Name = name,
        StartedAt = _time.Now.AddSeconds(started),
        ProcessorTime = TimeSpan.FromSeconds(used),
        CpuMillicores = 500,
        MemoryBytes = 32 << 20,
        MemoryLimitBytes = 64 << 20,
    };

    private static RequestUsage Requests(long well, long failed) => new()
    {
        AppId = s_app,
        Component = "web",
        Classes = [0, well, 0, 0, failed],
        Buckets = [well, failed, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        Duration = TimeSpan.FromSeconds(well),
    };
}
