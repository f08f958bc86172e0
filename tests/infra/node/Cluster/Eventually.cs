namespace Pipelines.Node.Tests.Cluster;

/// <summary>Waits for something that a real process does, within a time after which the test fails.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    public static async Task BeAsync(Func<Task<bool>> condition, string what, int seconds = 60)
    {
        using var timer = new PeriodicTimer(Interval);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (!await condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Not within {seconds} s: {what}");
            }
        }
    }

    public static Task BeAsync(Func<bool> condition, string what, int seconds = 60) => BeAsync(() => Task.FromResult(condition()), what, seconds);
}
