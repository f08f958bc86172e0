using System.Diagnostics;

namespace Pipelines.EndToEnd.Platform;

/// <summary>Waits for something that real processes do, for a limited time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(25);

    /// <summary>Asks until the answer is not null.</summary>
    /// <param name="look">Asks.</param>
    /// <param name="what">What is waited for.</param>
    /// <param name="limit">How long.</param>
    /// <param name="tell">Tells what is there instead, when the time is over.</param>
    /// <param name="evenWhenCancelled">Whether to go on when the test was cancelled, as one must who tidies up.</param>
    public static async Task<T> GetAsync<T>(Func<Task<T?>> look, string what, TimeSpan limit, Func<Task<string>>? tell = null, bool evenWhenCancelled = false)
        where T : class
    {
        var began = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(s_interval);
        while (true)
        {
            if (await look() is { } found)
            {
                return found;
            }

            if (Stopwatch.GetElapsedTime(began) > limit)
            {
                throw new TimeoutException($"Not within {limit.TotalSeconds} s: {what}\n{(tell is null ? "" : await tell())}");
            }

            _ = await timer.WaitForNextTickAsync(evenWhenCancelled ? CancellationToken.None : TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Asks until the answer is true.</summary>
    public static Task BeAsync(Func<Task<bool>> condition, string what, TimeSpan limit, Func<Task<string>>? tell = null, bool evenWhenCancelled = false) =>
        GetAsync(async () => await condition() ? what : null, what, limit, tell, evenWhenCancelled);

    /// <summary>Asks until the answer is true.</summary>
    public static Task BeAsync(Func<bool> condition, string what, TimeSpan limit, Func<Task<string>>? tell = null, bool evenWhenCancelled = false) =>
        BeAsync(() => Task.FromResult(condition()), what, limit, tell, evenWhenCancelled);
}
