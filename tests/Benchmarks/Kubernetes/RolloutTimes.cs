using System.Diagnostics;
using Pipelines.Benchmarks.Measurements;

namespace Pipelines.Benchmarks.Kubernetes;

/// <summary>How long one way of rolling out takes, by phase, in seconds.</summary>
internal sealed class RolloutTimes(string way)
{
    private readonly (string Phase, Samples Seconds)[] _phases = [("render", new()), ("apply", new()), ("healthy", new()), ("all", new())];

    public Samples All => _phases[^1].Seconds;

    /// <summary>Measures one rollout.</summary>
    public async Task MeasureAsync(params Func<Task>[] steps)
    {
        var began = Stopwatch.GetTimestamp();
        for (var phase = 0; phase < steps.Length; phase++)
        {
            var started = Stopwatch.GetTimestamp();
            await steps[phase]();
            _phases[phase].Seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        All.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    public void AddTo(Table table)
    {
        foreach (var (phase, seconds) in _phases)
        {
            table.Add($"{way}: {phase}", seconds);
        }
    }
}
