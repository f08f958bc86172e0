using Pipelines.Clusters;

namespace Pipelines.Node.Instances;

/// <summary>
/// Waits until a starting instance passes its readiness check or has used up the thresholds. It looks often, so that a
/// fast instance is ready in its own time, but counts failures per period only, as the check says.
/// </summary>
internal sealed class ReadinessWait(HealthProbe probe, Func<CancellationToken, Task<string?>> check, TimeProvider time)
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(250);

    /// <summary>Waits.</summary>
    /// <returns>Null once it is ready, else what the last check found.</returns>
    public async Task<string?> WaitAsync(CancellationToken cancellation)
    {
        await Task.Delay(TimeSpan.FromSeconds(probe.InitialDelaySeconds), time, cancellation);
        var failures = 0;
        while (true)
        {
            var found = await WatchPeriodAsync(cancellation);
            if (found is null)
            {
                return null;
            }

            if (++failures >= probe.FailureThreshold)
            {
                return found;
            }
        }
    }

    private async Task<string?> WatchPeriodAsync(CancellationToken cancellation)
    {
        var period = TimeSpan.FromSeconds(probe.PeriodSeconds);
        var began = time.GetTimestamp();
        var wait = Quick;
        while (true)
        {
            var found = await check(cancellation);
            if (found is null)
            {
                found = await ConfirmAsync(cancellation);
            }

            var left = period - time.GetElapsedTime(began);
            if (found is null || left <= TimeSpan.Zero)
            {
                return found;
            }

            await Task.Delay(wait < left ? wait : left, time, cancellation);
            wait = wait * 1.2 < Slow ? wait * 1.2 : Slow;
        }
    }

    // More successes in a row than one are a period apart each.
    private async Task<string?> ConfirmAsync(CancellationToken cancellation)
    {
        for (var successes = 1; successes < probe.SuccessThreshold; successes++)
        {
            await Task.Delay(TimeSpan.FromSeconds(probe.PeriodSeconds), time, cancellation);
            if (await check(cancellation) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
