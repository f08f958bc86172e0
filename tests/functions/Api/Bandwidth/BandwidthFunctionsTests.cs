using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Deployments;
using Pipelines.Functions.Api.Bandwidth;
using Pipelines.Functions.Tests.Platform;

namespace Pipelines.Functions.Tests.Api.Bandwidth;

public sealed class BandwidthFunctionsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_an_app_sends_is_told_by_day()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, _) = await api.CreateActiveAsync();
        var today = DateTimeOffset.UtcNow;
        var path = $"v2/apps/{app}/metrics/bandwidth_daily?date={today:yyyy-MM-dd}T00:00:00Z";
        (await api.GetAsync(path)).GetProperty("app_bandwidth_usage").GetArrayLength().ShouldBe(0);
        foreach (var counter in (long[])[1000, 1500, 1500, 200])
        {
            api.Cluster.SentBytes["shop"] = counter;
            api.Cluster.SentBytes["gone"] = counter;
            await MeasureAsync(api);
        }

        // The last time it had begun anew.
        var usage = (await api.GetAsync(path)).GetProperty("app_bandwidth_usage").EnumerateArray().ShouldHaveSingleItem();
        usage.GetProperty("app_id").GetString().ShouldBe(app);
        usage.GetProperty("bandwidth_bytes").GetString().ShouldBe("1700");
        (await api.PostAsync("v2/apps/metrics/bandwidth_daily", new { app_ids = new[] { app }, date = today })).GetProperty("app_bandwidth_usage").GetArrayLength().ShouldBe(1);

        // Yesterday, when nothing was measured yet.
        (await api.GetAsync($"v2/apps/{app}/metrics/bandwidth_daily")).GetProperty("app_bandwidth_usage").GetArrayLength().ShouldBe(0);
        _ = await api.GetAsync($"v2/apps/{app}/metrics/bandwidth_daily?date=soon", HttpStatusCode.BadRequest);
        _ = await api.PostAsync("v2/apps/metrics/bandwidth_daily", new { app_ids = Array.Empty<string>() }, HttpStatusCode.BadRequest);
        _ = await api.PostAsync("v2/apps/metrics/bandwidth_daily", new { app_ids = new[] { app, Guid.NewGuid().ToString() } }, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Days_without_traffic_after_the_first_are_zero_and_old_ones_are_dropped()
    {
        await using var api = await new TestApi().StartAsync();
        var store = api.Services.GetRequiredService<BandwidthStore>();
        var first = new DateOnly(2026, 1, 1);
        await store.RecordAsync("app", 10, first, Cancellation);
        await store.RecordAsync("app", 30, first.AddDays(2), Cancellation);
        var measured = (await store.GetAsync("app", Cancellation))!;
        measured.On(first.AddDays(-1)).ShouldBeNull();
        ((long?[])[measured.On(first), measured.On(first.AddDays(1)), measured.On(first.AddDays(2))]).ShouldBe([10, 0, 20]);
        await store.RecordAsync("app", 31, first.AddDays(90), Cancellation);
        measured = (await store.GetAsync("app", Cancellation))!;
        measured.On(first).ShouldBeNull();
        measured.On(first.AddDays(2)).ShouldBe(20);
        measured.Days.Count.ShouldBe(2);
    }

    private static Task MeasureAsync(TestApi api) => ActivatorUtilities.CreateInstance<BandwidthMeter>(api.Services).MeasureAsync(new TimerInfo(), Cancellation);
}
