namespace Pipelines.Activities.Tests.Clusters.Kubernetes;

/// <summary>A clock on which no wait takes long; it counts them.</summary>
internal sealed class ImpatientTime : TimeProvider
{
    private int waits;

    public int Waits => Volatile.Read(ref waits);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _ = Interlocked.Increment(ref waits);
        return base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }
}
