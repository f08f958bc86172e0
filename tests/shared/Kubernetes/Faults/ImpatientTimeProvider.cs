namespace Pipelines.Kubernetes.Tests.Faults;

/// <summary>A clock on which short waits are over at once, remembered, and have taken their time; long ones, the timeouts, never end.</summary>
internal sealed class ImpatientTimeProvider : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<TimeSpan> waits = [];
    private TimeSpan offset;

    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (gate)
            {
                return [.. waits];
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddYears(60) + Offset();

    public override long GetTimestamp() => Offset().Ticks;

    public void Advance(TimeSpan time)
    {
        lock (gate)
        {
            offset += time;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= TimeSpan.FromSeconds(60) || dueTime < TimeSpan.Zero)
        {
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        lock (gate)
        {
            waits.Add(dueTime);
            offset += dueTime;
        }

        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Offset()
    {
        lock (gate)
        {
            return offset;
        }
    }
}
