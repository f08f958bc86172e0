namespace Pipelines.Activities.Jobs;

/// <summary>What is due of a job.</summary>
/// <param name="Start">The time that is to start now; null for none.</param>
/// <param name="Missed">How many earlier ones are given up, at most <see cref="JobClock.CountedMissed"/>.</param>
/// <param name="LastMissed">The last of those that were counted.</param>
public sealed record DueTimes(DateTimeOffset? Start, int Missed, DateTimeOffset? LastMissed)
{
    /// <summary>Gets a value indicating whether there is nothing.</summary>
    public bool IsNone => Start is null && Missed == 0;
}
