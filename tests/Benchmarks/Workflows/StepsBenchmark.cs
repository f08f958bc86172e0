using System.Diagnostics;
using Microsoft.DurableTask.Client;
using Pipelines.Benchmarks.Measurements;

namespace Pipelines.Benchmarks.Workflows;

/// <summary>Seven trivial steps on the embedded engine, beside what the disk takes for as many commits.</summary>
internal sealed class StepsBenchmark : IBenchmark
{
    private const int Alone = 100;
    private const int WarmUp = 30;
    private const int AtOnce = 50;
    private const int Together = 500;
    private const int Raw = 300;

    /// <summary>The start, a turn for each result, the end: what an idle engine commits for one such workflow.</summary>
    private const int Commits = SevenSteps.Steps + 2;

    public string Name => "steps";

    public string Description => "a workflow of seven trivial steps on the embedded engine";

    public async Task RunAsync(BenchmarkSettings settings, TextWriter output, CancellationToken cancellation)
    {
        using var directory = new TemporaryDirectory(settings.Directory);
        await using var engine = new EngineHost(Path.Combine(directory.Path, "durable.db"), new Gate(isOpen: true, expected: int.MaxValue), activities: 64);
        await engine.StartAsync(cancellation);
        _ = await LatencyAsync(engine.Client, WarmUp, cancellation);
        var (p50, p99, perSecond, raw) = (new Samples(), new Samples(), new Samples(), new Samples());
        for (var run = 0; run < settings.Runs; run++)
        {
            var latency = await LatencyAsync(engine.Client, Alone, cancellation);
            p50.Add(latency.Median * 1000);
            p99.Add(latency.Percentile(99) * 1000);
            perSecond.Add(await ThroughputAsync(engine.Client, cancellation));
            using var disk = new TemporaryDirectory(settings.Directory);
            raw.Add(RawCommits.Run(disk.Path, Raw).Median * 1000);
        }

        var table = new Table($"{settings.Runs} runs", "min", "median", "max");
        Add("alone, p50, ms", p50);
        Add("alone, p99, ms", p99);
        Add($"{AtOnce} at once, workflows/s", perSecond);
        Add("raw SQLite commit (WAL, synchronous=FULL), ms", raw);
        table.Write(output);
        var commitsPerSecond = 1000 / raw.Median;
        output.WriteLine($"  alone: {p50.Median / (Commits * raw.Median):0.00} times {Commits} raw commits one after another");
        output.WriteLine($"  {AtOnce} at once: {perSecond.Median * Commits / commitsPerSecond:0.00} times the steps that one raw commit each would allow ({commitsPerSecond / Commits:0} workflows/s)");

        void Add(string name, Samples samples) => table.Add(name, $"{samples.Min:0.00}", $"{samples.Median:0.00}", $"{samples.Max:0.00}");
    }

    private static async Task<Samples> LatencyAsync(DurableTaskClient client, int count, CancellationToken cancellation)
    {
        var samples = new Samples();
        for (var i = 0; i < count; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await RunOneAsync(client, cancellation);
            samples.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return samples;
    }

    private static async Task<double> ThroughputAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Together),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (_, token) => await RunOneAsync(client, token));
        return Together / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task RunOneAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        var id = await client.ScheduleNewOrchestrationInstanceAsync(nameof(SevenSteps), 0, cancellation);
        var ended = await client.WaitForInstanceCompletionAsync(id, cancellation);
        if (ended.RuntimeStatus != OrchestrationRuntimeStatus.Completed)
        {
            throw new InvalidOperationException($"a workflow ended as {ended.RuntimeStatus}: {ended.FailureDetails?.ErrorMessage}");
        }
    }
}
