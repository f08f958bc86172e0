namespace Pipelines.EndToEnd.Conformance.Clients;

/// <summary>A clock by which waits end sooner: the clients keep their own periods, and the tests need not wait for them.</summary>
/// <param name="times">How many times sooner.</param>
internal sealed class HurriedTime(int times) : TimeProvider
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(1);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Hurry(dueTime), Hurry(period));

    /// <summary>Waits once.</summary>
    public async Task WaitAsync(TimeSpan wait)
    {
        using var timer = new PeriodicTimer(wait, this);
        _ = await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }

    private TimeSpan Hurry(TimeSpan span) => span <= TimeSpan.Zero ? span : span / times < s_shortest ? s_shortest : span / times;
}
