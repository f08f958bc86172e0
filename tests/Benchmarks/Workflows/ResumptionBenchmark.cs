using System.Diagnostics;
using Pipelines.Benchmarks.Measurements;

namespace Pipelines.Benchmarks.Workflows;

/// <summary>
/// A database as a killed process leaves it, with a thousand workflows in the midst of a step: from opening it until work
/// goes on. The image is copied while the first engine stands still with every step under way.
/// </summary>
internal sealed class ResumptionBenchmark : IBenchmark
{
    private const int Instances = 1000;

    public string Name => "resumption";

    public string Description => $"from restart to resumed work with {Instances} running workflows, each with a step under way";

    public async Task RunAsync(BenchmarkSettings settings, TextWriter output, CancellationToken cancellation)
    {
        var (first, all, done) = (new Samples(), new Samples(), new Samples());
        using var image = new TemporaryDirectory(settings.Directory);
        await MakeImageAsync(image.Path, settings, cancellation);
        for (var run = 0; run < settings.Runs; run++)
        {
            using var directory = new TemporaryDirectory(settings.Directory);
            Copy(image.Path, directory.Path);
            var gate = new Gate(isOpen: true, Instances);
            var started = Stopwatch.GetTimestamp();
            await using var engine = new EngineHost(Path.Combine(directory.Path, "durable.db"), gate, Instances);
            await engine.StartAsync(cancellation);
            await gate.FirstArrived.WaitAsync(cancellation);
            first.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            await gate.AllArrived.WaitAsync(cancellation);
            all.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            await Task.WhenAll(Enumerable.Range(0, Instances).Select(i => engine.Client.WaitForInstanceCompletionAsync(IdOf(i), cancellation)));
            done.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        var table = Table.OfSeconds($"{settings.Runs} runs, seconds");
        table.Add("first step runs again", first);
        table.Add("every step runs again", all);
        table.Add("every workflow has ended", done);
        table.Write(output);
    }

    private static async Task MakeImageAsync(string target, BenchmarkSettings settings, CancellationToken cancellation)
    {
        using var directory = new TemporaryDirectory(settings.Directory);
        var gate = new Gate(isOpen: false, Instances);
        await using var engine = new EngineHost(Path.Combine(directory.Path, "durable.db"), gate, Instances);
        await engine.StartAsync(cancellation);
        await Task.WhenAll(Enumerable.Range(0, Instances).Select(i =>
            engine.Client.ScheduleNewOrchestrationInstanceAsync(nameof(GatedSteps), i, new Microsoft.DurableTask.StartOrchestrationOptions(IdOf(i)), cancellation)));
        await gate.AllArrived.WaitAsync(cancellation);
        Copy(directory.Path, target);
        gate.Open();
    }

    private static string IdOf(int number) => $"gated-{number}";

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
