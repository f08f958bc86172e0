namespace Pipelines.Activities.Clusters.Local;

/// <summary>Waits longer and longer between tries, up to an end; a try that went well for a while starts it anew.</summary>
internal sealed class RetryClock(TimeProvider time, TimeSpan first, TimeSpan last, TimeSpan patience)
{
    private long began = time.GetTimestamp();
    private long tried = time.GetTimestamp();
    private TimeSpan wait = TimeSpan.Zero;

    /// <summary>Gets a value indicating whether it is worth another try.</summary>
    public bool MayGoOn => time.GetElapsedTime(began) < patience;

    /// <summary>Notes that a try begins.</summary>
    public void Try() => tried = time.GetTimestamp();

    /// <summary>Notes that it failed.</summary>
    public void Fail()
    {
        if (time.GetElapsedTime(tried) > last)
        {
            began = time.GetTimestamp();
            wait = TimeSpan.Zero;
        }
    }

    public async Task WaitAsync(CancellationToken cancellation)
    {
        wait = wait < first ? first : wait * 1.5 < last ? wait * 1.5 : last;
        await Task.Delay(wait, time, cancellation);
    }
}
