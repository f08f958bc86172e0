namespace Pipelines.Activities.Tests.Builds.Kubernetes;

/// <summary>Waits for what a cluster does in its own time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task IsAsync(Func<Task<bool>> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        while (!await condition())
        {
            _ = await timer.WaitForNextTickAsync(limit.Token);
        }
    }
}
