using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Activities.Metrics;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Functions.Tests.Platform;
using Pipelines.Storage.Metrics;

namespace Pipelines.Functions.Tests.Api.Metrics;

public sealed class MetricsFunctionsTests
{
    [Fact]
    public async Task What_is_measured_is_told_by_the_monitoring_API_and_to_the_panel_and_goes_with_the_app()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, _) = await api.CreateActiveAsync();
        var now = DateTimeOffset.UtcNow;
        var range = $"start={now.AddHours(-1).ToUnixTimeSeconds()}&end={now.AddMinutes(2).ToUnixTimeSeconds()}";
        (await api.GetAsync($"v2/monitoring/metrics/apps/cpu_percentage?app_id={app}&{range}")).GetProperty("data").GetProperty("result").GetArrayLength().ShouldBe(0);
        (await api.GetAsync($"platform/apps/{app}/metrics")).GetProperty("metrics").GetProperty("components").GetArrayLength().ShouldBe(0);

        var store = api.Services.GetRequiredService<MetricStore>();
        var at = MetricStore.StepOf(now);
        store.Write(at.AddMinutes(-1), Sample(app, restarts: 1, failed: 0));
        store.Write(at, Sample(app, restarts: 3, failed: 5));

        var cpu = (await api.GetAsync($"v2/monitoring/metrics/apps/cpu_percentage?app_id={app}&app_component=web&{range}")).GetProperty("data").GetProperty("result").EnumerateArray().ToList();
        cpu.Select(series => series.GetProperty("metric").GetProperty("app_component_instance").GetString()).ShouldBe(["web-0", "web-1"]);
        cpu[0].GetProperty("metric").GetProperty("app_uuid").GetString().ShouldBe(app);
        cpu[0].GetProperty("values").GetArrayLength().ShouldBe(2);
        cpu[0].GetProperty("values")[1][0].GetInt64().ShouldBe(at.ToUnixTimeSeconds());
        cpu[0].GetProperty("values")[1][1].GetString().ShouldBe("12.5");
        (await First(api, $"v2/monitoring/metrics/apps/memory_percentage?app_id={app}&{range}")).ShouldBe("25");
        (await First(api, $"v2/monitoring/metrics/apps/restart_count?app_id={app}&{range}")).ShouldBe("1");
        (await api.GetAsync($"v2/monitoring/metrics/apps/restart_count?app_id={app}&app_component=other&{range}")).GetProperty("data").GetProperty("result").GetArrayLength().ShouldBe(0);

        var metrics = (await api.GetAsync($"platform/apps/{app}/metrics")).GetProperty("metrics");
        metrics.GetProperty("step_seconds").GetInt32().ShouldBe(60);
        metrics.GetProperty("times").GetArrayLength().ShouldBe(2);
        var web = metrics.GetProperty("components")[0];
        web.GetProperty("cpu_percent")[1].GetDouble().ShouldBe(20);
        web.GetProperty("cpu_percent_highest")[1].GetDouble().ShouldBe(27.5);
        web.GetProperty("restarts")[1].GetInt32().ShouldBe(2);
        web.GetProperty("requests").GetProperty("5xx")[1].GetInt64().ShouldBe(5);
        web.GetProperty("requests").GetProperty("2xx")[1].GetInt64().ShouldBe(95);
        web.GetProperty("latency").GetProperty("p95")[1].GetDouble().ShouldBeInRange(4, 5);

        _ = await api.SendAsync(HttpMethod.Delete, $"v2/apps/{app}", null, HttpStatusCode.OK);
        await TestApi.UntilAsync(async () => (await store.ReadAsync(app, now.AddHours(-1), now.AddHours(1), TestContext.Current.CancellationToken)).Samples.Count == 0, () => "still there");
    }

    [Theory]
    [InlineData("app_id={0}", "start")]
    [InlineData("app_id={0}&start=1767225600", "end")]
    [InlineData("app_id={0}&start=yesterday&end=1767225600", "start")]
    [InlineData("app_id={0}&start=1767225601&end=1767225600", "must not be after")]
    [InlineData("app_id={0}&start=1&end=1767225600", "at most 14 days")]
    [InlineData("start=1&end=2", "app_id")]
    [InlineData("app_id={0}&start=-1&end=9999999999999999999999", "start")]
    public async Task Ranges_are_bounded(string query, string problem)
    {
        await using var api = await new TestApi().StartAsync();
        var (app, _) = await api.CreateAsync();
        var answer = await api.GetAsync("v2/monitoring/metrics/apps/cpu_percentage?" + string.Format(CultureInfo.InvariantCulture, query, app), HttpStatusCode.BadRequest);
        answer.GetProperty("message").GetString().ShouldNotBeNull().ShouldContain(problem);
    }

    [Fact]
    public async Task What_cannot_be_read_is_said_to()
    {
        var api = new TestApi();
        api.Settings["Pipelines:Metrics:Prometheus"] = "http://127.0.0.1:1";
        await using var started = await api.StartAsync();
        var (app, _) = await api.CreateAsync();
        _ = await api.GetAsync($"platform/apps/{app}/metrics", HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_sample_is_what_the_cluster_tells()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, _) = await api.CreateActiveAsync();
        api.Cluster.InstanceUsage.Add(new InstanceUsage { AppId = app, Component = "web", Kind = ComponentKind.Service, Name = "web-7f", CpuPercent = 40, MemoryBytes = 1 << 20, MemoryLimitBytes = 4 << 20 });
        await api.Services.GetRequiredService<MetricSampler>().SampleAsync(TestContext.Current.CancellationToken);
        (await api.GetAsync($"platform/apps/{app}/metrics")).GetProperty("metrics").GetProperty("components")[0].GetProperty("memory_percent")[0].GetDouble().ShouldBe(25);
    }

    private static async Task<string> First(TestApi api, string path) =>
        (await api.GetAsync(path)).GetProperty("data").GetProperty("result")[0].GetProperty("values")[0][1].GetString()!;

    private static Dictionary<string, IReadOnlyList<ComponentSample>> Sample(string app, int restarts, long failed) => new()
    {
        [app] =
        [
            new ComponentSample(
                "web",
                [new InstanceSample(12.5, 64 << 20, 256 << 20, restarts), new InstanceSample(27.5, 32 << 20, 256 << 20, 0)],
                new RequestSample([0, 95, 0, 0, failed], [95 + failed, 0, 0], 300)),
        ],
    };
}
