using System.Diagnostics;

namespace Pipelines.Benchmarks.Measurements;

/// <summary>Looks at something outside until it is as wanted.</summary>
internal static class Poll
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Looks about every 10 ms.</summary>
    /// <exception cref="TimeoutException">It did not become so in time.</exception>
    public static async Task UntilAsync(Func<CancellationToken, Task<bool>> condition, TimeSpan limit, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval);
        var started = Stopwatch.GetTimestamp();
        while (!await condition(cancellation))
        {
            if (Stopwatch.GetElapsedTime(started) > limit)
            {
                throw new TimeoutException($"waited in vain for {limit.TotalSeconds:0} s");
            }

            _ = await timer.WaitForNextTickAsync(cancellation);
        }
    }

    /// <summary>Lets time pass.</summary>
    public static async Task PauseAsync(TimeSpan time, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(time);
        _ = await timer.WaitForNextTickAsync(cancellation);
    }
}
