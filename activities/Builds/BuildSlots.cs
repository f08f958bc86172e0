using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;

namespace Pipelines.Activities.Builds;

/// <summary>Bounds how many builds run at once on this machine.</summary>
/// <param name="options">The bound.</param>
public sealed class BuildSlots(IOptions<BuildSlotOptions> options) : IDisposable
{
    private static readonly Meter s_meter = new("Pipelines.Builds");
    private static readonly UpDownCounter<long> s_waiting = s_meter.CreateUpDownCounter<long>("pipelines.builds.waiting", "{build}", "Builds that wait for a slot.");
    private static readonly UpDownCounter<long> s_running = s_meter.CreateUpDownCounter<long>("pipelines.builds.running", "{build}", "Builds under way.");
    private readonly SemaphoreSlim _slots = new(Math.Max(1, options.Value.Concurrency));

    /// <summary>Waits for a slot.</summary>
    /// <param name="log">Is told when there is none yet.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The slot, free again when disposed.</returns>
    public async Task<IDisposable> WaitAsync(Action<string> log, CancellationToken cancellation)
    {
        if (!await _slots.WaitAsync(0, cancellation))
        {
            log("waiting for other builds to end");
            s_waiting.Add(1);
            try
            {
                await _slots.WaitAsync(cancellation);
            }
            finally
            {
                s_waiting.Add(-1);
            }
        }

        s_running.Add(1);
        return new Slot(_slots);
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private sealed class Slot(SemaphoreSlim slots) : IDisposable
    {
        public void Dispose()
        {
            s_running.Add(-1);
            _ = slots.Release();
        }
    }
}
