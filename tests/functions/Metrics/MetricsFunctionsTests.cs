using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.RegularExpressions;
using Pipelines.Functions.Metrics;
using Pipelines.Functions.Tests.Platform;

namespace Pipelines.Functions.Tests.Metrics;

public sealed partial class MetricsFunctionsTests
{
    [Fact]
    public async Task Everything_is_measured_in_a_form_that_prometheus_reads()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, _) = await api.CreateActiveAsync();
        _ = await api.GetAsync($"v2/apps/{app}");
        using var client = new HttpClient { BaseAddress = api.Client.BaseAddress };
        using var response = await client.GetAsync("metrics", TestContext.Current.CancellationToken);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(line => Line().IsMatch(line));
        text.ShouldContain("pipelines_http_request_duration_seconds_bucket{function=\"GetApp\",method=\"GET\",status=\"200\",le=\"+Inf\"}");
        text.ShouldContain("pipelines_storage_commits_total{store=\"state\"}");
        text.ShouldContain("pipelines_storage_commits_total{store=\"durable\"}");
        text.ShouldContain("pipelines_deployments_total{phase=\"ACTIVE\",cause=\"MANUAL\"}");
        text.ShouldContain("pipelines_deployment_build_duration_seconds_count{outcome=\"SUCCESS\"}");
        text.ShouldContain("pipelines_deployment_deploy_duration_seconds_sum");
        text.ShouldContain("# TYPE pipelines_builds_waiting gauge");
        text.ShouldContain("# TYPE pipelines_durable_work_waiting gauge");
        text.ShouldContain("pipelines_durable_work_running{queue=\"activities\"}");
        text.ShouldContain("dotnet_process_memory_working_set_bytes");
        text.Split('\n').Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal)).ShouldBeUnique();
    }

    [Fact]
    public void Buckets_are_cumulative_and_labels_escaped()
    {
        using var collector = new MetricsCollector();
        using var meter = new Meter("Pipelines.Test." + Guid.NewGuid().ToString("N"));
        var name = "test." + Guid.NewGuid().ToString("N");
        var histogram = meter.CreateHistogram(name, "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2] });
        foreach (var value in (double[])[0.5, 1, 1.5, 3])
        {
            histogram.Record(value, KeyValuePair.Create("path", (object?)"a\"b\\c\nd"));
        }

        var lines = collector.Write().Split('\n').Where(line => line.StartsWith(name.Replace('.', '_'), StringComparison.Ordinal)).ToList();
        var label = "path=\"a\\\"b\\\\c\\nd\"";
        string[] expected = [$"_bucket{{{label},le=\"1\"}} 2", $"_bucket{{{label},le=\"2\"}} 3", $"_bucket{{{label},le=\"+Inf\"}} 4", $"_sum{{{label}}} 6", $"_count{{{label}}} 4"];
        lines.ShouldBe(expected.Select(line => $"{name.Replace('.', '_')}_seconds{line}"));
    }

    [Fact]
    public void Too_many_label_sets_do_not_fill_the_memory()
    {
        using var collector = new MetricsCollector();
        using var meter = new Meter("Pipelines.Test." + Guid.NewGuid().ToString("N"));
        var name = "flood_" + Guid.NewGuid().ToString("N");
        var counter = meter.CreateCounter<long>(name);
        for (var i = 0; i < 5000; i++)
        {
            counter.Add(1, KeyValuePair.Create("id", (object?)i.ToString(CultureInfo.InvariantCulture)));
        }

        collector.Write().Split('\n').Count(line => line.StartsWith(name, StringComparison.Ordinal)).ShouldBe(1000);
    }

    [GeneratedRegex("""^(# (HELP|TYPE) [a-z_0-9]+ .*|[a-zA-Z_][a-zA-Z0-9_]*(\{[a-zA-Z_]+="([^"\\]|\\.)*"(,[a-zA-Z_]+="([^"\\]|\\.)*")*\})? [-+0-9.eEINaf]+)$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Line();
}
