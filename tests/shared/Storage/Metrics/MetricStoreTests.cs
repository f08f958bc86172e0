using Pipelines.Storage.Metrics;

namespace Pipelines.Storage.Tests.Metrics;

public sealed class MetricStoreTests
{
    private static readonly string s_app = Guid.CreateVersion7().ToString();
    private static readonly string s_other = Guid.CreateVersion7().ToString();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_is_read_as_it_was()
    {
        using var directory = new TemporaryDirectory();
        var time = new SettableTimeProvider();
        using var store = new MetricStore(directory["metrics.db"], time);
        ComponentSample[] written =
        [
            new("site", [], new RequestSample([0, 0, 0, 0, 0], [], 0)),
            new("web", [new InstanceSample(12.34, 64 << 20, 512 << 20, 3), new InstanceSample(null, null, null, 0)], new RequestSample([1, 200, 3, 40, 5], [7, 0, 242], 1234)),
            new("worker", [new InstanceSample(0, 0, null, 0)], null),
        ];
        using var commits = new CommitCounter("metrics");
        store.Write(time.Now, Of(s_app, written));
        commits.Count.ShouldBeGreaterThan(0);
        File.GetUnixFileMode(directory["metrics.db"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var range = await store.ReadAsync(s_app, time.Now.AddMinutes(-5), time.Now, Cancellation);
        range.Step.ShouldBe(TimeSpan.FromMinutes(1));
        var sample = range.Samples.ShouldHaveSingleItem();
        sample.At.ShouldBe(time.Now);
        sample.Components.Select(component => component.Component).ShouldBe(["site", "web", "worker"]);
        sample.Components[0].Requests!.Total.ShouldBe(0);
        sample.Components[1].Instances.ShouldBe(written[1].Instances);
        sample.Components[1].Instances[0].MemoryPercent.ShouldBe(12.5);
        sample.Components[1].Requests!.Classes.ShouldBe([1, 200, 3, 40, 5]);
        sample.Components[1].Requests!.Buckets.ShouldBe([7, 0, 242]);
        sample.Components[1].Requests!.Milliseconds.ShouldBe(1234);
        sample.Components[2].Requests.ShouldBeNull();
        sample.Components[2].Instances[0].CpuPercent.ShouldBe(0);
    }

    [Fact]
    public async Task Samples_grow_coarser_with_age_and_are_gone_after_14_days()
    {
        using var directory = new TemporaryDirectory();
        var time = new SettableTimeProvider();
        var began = time.Now;
        using var store = new MetricStore(directory["metrics.db"], time);

        // An hour of samples, a hole of a day, and on until the first are 14 days old.
        for (var minute = 1; minute <= 60; minute++)
        {
            Tick(store, time, began.AddMinutes(minute), cpu: minute);
        }

        var fine = await store.ReadAsync(s_app, began, time.Now, Cancellation);
        fine.Samples.Count.ShouldBe(60);
        Tick(store, time, began.AddDays(1), cpu: 5);
        var middle = await store.ReadAsync(s_app, began, time.Now, Cancellation);
        middle.Step.ShouldBe(TimeSpan.FromMinutes(5));
        middle.Samples.Count.ShouldBe(13);
        middle.Samples[0].At.ShouldBe(began.AddMinutes(5));
        middle.Samples[0].Components[0].Instances[0].CpuPercent.ShouldBe(3);
        middle.Samples[0].Components[0].Requests!.Total.ShouldBe(10);
        middle.Samples[0].Components[0].Instances[0].Restarts.ShouldBe(5);

        Tick(store, time, began.AddDays(3), cpu: 5);
        var coarse = await store.ReadAsync(s_app, began, time.Now, Cancellation);
        coarse.Step.ShouldBe(TimeSpan.FromMinutes(30));
        coarse.Samples[0].Components[0].Instances[0].CpuPercent.ShouldBe(15.5);
        coarse.Samples[0].Components[0].Requests!.Total.ShouldBe(60);
        coarse.Samples.Sum(sample => sample.Components[0].Requests!.Total).ShouldBe(2 * 62);

        Tick(store, time, began.AddDays(14).AddMinutes(31), cpu: 5);
        var kept = await store.ReadAsync(s_app, began.AddDays(-30), time.Now, Cancellation);
        kept.Samples[0].At.ShouldBe(began.AddMinutes(60));
    }

    [Fact]
    public async Task An_app_that_is_deleted_is_forgotten_at_every_resolution_and_others_are_not()
    {
        using var directory = new TemporaryDirectory();
        var time = new SettableTimeProvider();
        var began = time.Now;
        using var store = new MetricStore(directory["metrics.db"], time);
        for (var minute = 1; minute <= 31; minute++)
        {
            Tick(store, time, began.AddMinutes(minute), cpu: 1);
        }

        store.Delete(s_app);
        foreach (var start in (DateTimeOffset[])[began, time.Now.AddDays(-1), time.Now.AddDays(-10)])
        {
            (await store.ReadAsync(s_app, start, time.Now, Cancellation)).Samples.ShouldBeEmpty();
            (await store.ReadAsync(s_other, start, time.Now, Cancellation)).Samples.ShouldNotBeEmpty();
        }

        await Should.ThrowAsync<ArgumentException>(() => store.ReadAsync("no id", began, time.Now, Cancellation));
    }

    [Fact]
    public async Task A_store_that_is_opened_again_goes_on_where_it_was()
    {
        using var directory = new TemporaryDirectory();
        var time = new SettableTimeProvider();
        var began = time.Now;
        for (var minute = 1; minute <= 10; minute++)
        {
            using var store = new MetricStore(directory["metrics.db"], time);
            Tick(store, time, began.AddMinutes(minute), cpu: minute);
            Tick(store, time, began.AddMinutes(minute), cpu: minute);
        }

        using var reopened = new MetricStore(directory["metrics.db"], time);
        time.Now = began.AddHours(7);
        var range = await reopened.ReadAsync(s_app, began, time.Now, Cancellation);
        range.Samples.Select(sample => sample.Components[0].Instances[0].CpuPercent!.Value).ShouldBe([3, 8]);
    }

    [Fact]
    public async Task What_an_app_can_fill_is_bounded()
    {
        using var directory = new TemporaryDirectory();
        var time = new SettableTimeProvider();
        using var store = new MetricStore(directory["metrics.db"], time);
        var instances = Enumerable.Repeat(new InstanceSample(1, 1024, 1024, 0), 250).ToArray();
        store.Write(time.Now, Of(s_app, [.. Enumerable.Range(0, 200).Select(i => new ComponentSample($"c{i}", instances, null))]));
        var sample = (await store.ReadAsync(s_app, time.Now, time.Now, Cancellation)).Samples.ShouldHaveSingleItem();
        sample.Components.Count.ShouldBe(64);
        sample.Components.ShouldAllBe(component => component.Instances.Count == 64);
    }

    [Theory]
    [InlineData(0.5, 5)]
    [InlineData(0.75, 7.5)]
    [InlineData(1, 10)]
    public void Durations_are_told_as_Prometheus_tells_them(double part, double milliseconds) =>
        new RequestSample([0, 20, 0, 0, 0], [10, 10, 0], 100).Quantile(part, [5, 10]).ShouldBe(milliseconds);

    private static void Tick(MetricStore store, SettableTimeProvider time, DateTimeOffset at, double cpu)
    {
        time.Now = at;
        var component = new ComponentSample("web", [new InstanceSample(cpu, 1 << 20, 4 << 20, (int)cpu)], new RequestSample([0, 2, 0, 0, 0], [2], 10));
        store.Write(at, new Dictionary<string, IReadOnlyList<ComponentSample>> { [s_app] = [component], [s_other] = [component] });
    }

    private static Dictionary<string, IReadOnlyList<ComponentSample>> Of(string app, params ComponentSample[] components) => new() { [app] = components };
}
