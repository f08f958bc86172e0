using Pipelines.Benchmarks.Deployments;
using Pipelines.Benchmarks.Measurements;

namespace Pipelines.Benchmarks.Memory;

/// <summary>What the platform takes when it has nothing to do.</summary>
internal sealed class MemoryBenchmark : IBenchmark
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public string Name => "memory";

    public string Description => "time to readiness, and memory of control plane and node at idle, five seconds after";

    public async Task RunAsync(BenchmarkSettings settings, TextWriter output, CancellationToken cancellation)
    {
        var table = new Table("run", "ready, s", "control plane RSS, MiB", "PSS", "node RSS, MiB", "PSS");
        for (var run = 1; run <= settings.Runs; run++)
        {
            var (platform, took) = await PlatformProcess.StartAsync(settings, cancellation);
            await using (platform)
            {
                await Poll.PauseAsync(Settling, cancellation);
                var controlPlane = ProcessMemory.Of(platform.ProcessId);
                var node = platform.NodeProcessId is { } id ? ProcessMemory.Of(id) : null;
                table.Add(
                    $"{run}",
                    $"{took.TotalSeconds:0.00}",
                    $"{controlPlane.ResidentMiB:0}",
                    $"{controlPlane.ProportionalMiB:0}",
                    node is null ? "none" : $"{node.ResidentMiB:0}",
                    node is null ? "none" : $"{node.ProportionalMiB:0}");
            }
        }

        table.Write(output);
    }
}
