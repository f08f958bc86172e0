using Microsoft.Extensions.Options;

namespace Pipelines.Activities.Builds;

/// <summary>Bounds how many builds run at once on this machine.</summary>
/// <param name="options">The bound.</param>
public sealed class BuildSlots(IOptions<BuildSlotOptions> options) : IDisposable
{
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
            await _slots.WaitAsync(cancellation);
        }

        return new Slot(_slots);
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private sealed class Slot(SemaphoreSlim slots) : IDisposable
    {
        public void Dispose() => slots.Release();
    }
}
