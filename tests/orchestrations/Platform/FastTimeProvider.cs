namespace Pipelines.Orchestrations.Tests.Platform;

/// <summary>A clock that goes faster than the real one, and can be put forward.</summary>
internal sealed class FastTimeProvider(int speed) : TimeProvider
{
    private readonly DateTimeOffset _start = System.GetUtcNow();
    private TimeSpan _jumped;

    public void Jump(TimeSpan time) => _jumped += time;

    public override DateTimeOffset GetUtcNow()
    {
        var now = System.GetUtcNow();
        return now + ((now - _start) * (speed - 1)) + _jumped;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FastTimer(base.CreateTimer(callback, state, Real(dueTime), Real(period)), Real);

    private TimeSpan Real(TimeSpan time) => time <= TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds / speed));

    private sealed class FastTimer(ITimer timer, Func<TimeSpan, TimeSpan> real) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(real(dueTime), real(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
