using Pipelines.Benchmarks.Measurements;

namespace Pipelines.Benchmarks.Deployments;

/// <summary>From push to the first answer: a new app, a new commit, a change of configuration; and what visitors lose meanwhile.</summary>
internal sealed class DeploymentBenchmark(string sample) : IBenchmark
{
    private static readonly TimeSpan Retirement = TimeSpan.FromSeconds(4);

    public string Name => sample;

    public string Description => $"push to first 200 of {sample}; the first run finds an empty platform and caches";

    public async Task RunAsync(BenchmarkSettings settings, TextWriter output, CancellationToken cancellation)
    {
        var (platform, _) = await PlatformProcess.StartAsync(settings, cancellation);
        await using (platform)
        {
            var (first, again, configured) = (new DeploymentTimes("first deployment"), new DeploymentTimes("new commit"), new DeploymentTimes("config only"));
            var (requests, lost, slowest) = (0, 0, new Samples());
            for (var run = 1; run <= settings.Runs; run++)
            {
                var name = $"{sample[..sample.IndexOf('-')]}-{run}";
                var repository = await SampleRepository.CreateAsync(sample, Path.Combine(platform.Sources, name), cancellation);
                using var app = new BenchmarkedApp(platform, name, repository.Address);
                var commit = await repository.CommitChangeAsync(cancellation);
                await first.MeasureAsync(app, () => app.CreateAsync("a", cancellation), "a", commit, cancellation);
                var visitor = new SteadyVisitor(platform.Visit(name));
                await using (visitor)
                {
                    commit = await repository.CommitChangeAsync(cancellation);
                    await again.MeasureAsync(app, () => app.UpdateAsync("a", updateSources: true, cancellation), "a", commit, cancellation);
                    await configured.MeasureAsync(app, () => app.UpdateAsync("b", updateSources: false, cancellation), "b", commit, cancellation);
                    await Poll.PauseAsync(Retirement, cancellation);
                }

                (requests, lost) = (requests + visitor.Requests, lost + visitor.Lost);
                slowest.Add(visitor.Latency.Max);
            }

            Write(output, settings, [first, again, configured]);
            output.WriteLine($"  meanwhile {requests} requests, lost {lost}; the slowest answer took {slowest.Max:0.000} s (median of the runs' slowest {slowest.Median:0.000} s)");
        }
    }

    private static void Write(TextWriter output, BenchmarkSettings settings, DeploymentTimes[] kinds)
    {
        var table = Table.OfSeconds($"{settings.Runs} runs, seconds");
        foreach (var kind in kinds)
        {
            table.Add(kind.Kind, kind.ToAnswer);
        }

        table.Write(output);
        foreach (var kind in kinds)
        {
            output.WriteLine($"  {kind.Kind}");
            kind.Steps.Write(output);
        }
    }
}
