namespace Pipelines.Oci.Tests;

/// <summary>A clock on which short waits are over at once, and remembered; long ones, the timeouts, never end.</summary>
internal sealed class ImpatientTimeProvider : TimeProvider
{
    private readonly List<TimeSpan> waits = [];
    private TimeSpan offset;

    public IReadOnlyList<TimeSpan> Waits => waits;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddYears(60) + offset;

    public void Advance(TimeSpan time) => offset += time;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= TimeSpan.FromSeconds(60) || dueTime < TimeSpan.Zero)
        {
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        waits.Add(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
