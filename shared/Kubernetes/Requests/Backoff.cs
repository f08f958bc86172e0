namespace Pipelines.Kubernetes.Requests;

/// <summary>How long to wait before another try: twice as long each time, by chance up to half less, so that many clients do not come at once.</summary>
internal sealed class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private int tries;

    /// <summary>The time to wait before the next try.</summary>
    /// <param name="wanted">What the server asks for (Retry-After); null when it does not.</param>
    public TimeSpan Next(TimeSpan? wanted = null)
    {
        var own = TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Min(tries++, 10)));
        return wanted is { } time && time >= TimeSpan.Zero
            ? time + (First * Random.Shared.NextDouble())
            : own * (0.5 + (Random.Shared.NextDouble() / 2));
    }

    /// <summary>Begins anew, after something went well.</summary>
    public void Reset() => tries = 0;
}
