using System.Diagnostics;
using Pipelines.Benchmarks.Measurements;
using Pipelines.Storage.Metrics;

namespace Pipelines.Benchmarks.Metrics;

/// <summary>What it takes to keep measurements of 1,000 apps with 3 components each for 14 days, and to read them.</summary>
internal sealed class MetricsBenchmark : IBenchmark
{
    private const int Apps = 1000;
    private const int Looks = 200;
    private static readonly string[] Components = ["api", "web", "worker"];
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string Name => "metrics";

    public string Description => $"samples of {Apps} apps with {Components.Length} components each, written every minute and read, ms";

    public async Task RunAsync(BenchmarkSettings settings, TextWriter output, CancellationToken cancellation)
    {
        using var directory = new Measurements.TemporaryDirectory(settings.Directory);
        var file = Path.Combine(directory.Path, "metrics.db");
        var time = new SetTime();
        using var store = new MetricStore(file, time);
        var apps = Enumerable.Range(0, Apps).Select(_ => Guid.CreateVersion7().ToString()).ToList();

        // The coarse past in steps of half an hour, as it would be; then the last six hours minute by minute.
        for (var at = Start; at < Start.AddDays(14).AddHours(-6); at = at.AddMinutes(30))
        {
            cancellation.ThrowIfCancellationRequested();
            Write(store, time, at, apps);
        }

        var (plain, rolling) = (new Samples(), new Samples());
        for (var at = Start.AddDays(14).AddHours(-6); at <= Start.AddDays(14); at = at.AddMinutes(1))
        {
            cancellation.ThrowIfCancellationRequested();
            var began = Stopwatch.GetTimestamp();
            Write(store, time, at, apps);
            (at.Minute % 5 == 0 ? rolling : plain).Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        var table = new Table("what", "first", "min", "median", "max");
        table.Add("write a minute of all", plain);
        table.Add("the same with coarser samples", rolling);
        await ReadAsync("read 14 days of an app", TimeSpan.FromDays(14));
        await ReadAsync("read 6 hours of an app", TimeSpan.FromHours(6));
        await ReadAsync("read the 5 minutes of an alert", TimeSpan.FromMinutes(5));
        table.Write(output);
        await output.WriteLineAsync($"  {(new FileInfo(file).Length + new FileInfo(file + "-wal").Length) / 1024.0 / 1024:0.0} MiB on disk, log included");

        async Task ReadAsync(string what, TimeSpan range)
        {
            var took = new Samples();
            for (var i = 0; i < Looks; i++)
            {
                var began = Stopwatch.GetTimestamp();
                _ = await store.ReadAsync(apps[i * 7 % Apps], time.Now - range, time.Now, cancellation);
                took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            table.Add(what, took);
        }
    }

    private static void Write(MetricStore store, SetTime time, DateTimeOffset at, List<string> apps)
    {
        time.Now = at;
        var minute = (int)(at - Start).TotalMinutes;
        store.Write(at, apps.Select((app, i) => (app, Sample: (IReadOnlyList<ComponentSample>)[.. Components.Select((name, j) => Component(name, minute + (i * 31) + (j * 7)))])).ToDictionary(each => each.app, each => each.Sample, StringComparer.Ordinal));
    }

    private static ComponentSample Component(string name, int seed) => new(
        name,
        [new InstanceSample(seed % 9973 / 100.0, (100L << 20) + (seed % 4096 * 1024L), 512 << 20, 0)],
        name == "worker" ? null : new RequestSample([0, 1000 + (seed % 300), seed % 40, seed % 20, seed % 3], [200, 400, 300, 80, 30, 9, 3, 1, 0, 0, 0, seed % 2], 14_000 + seed));

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Start;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
