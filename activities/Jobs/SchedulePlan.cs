using Pipelines.Deployments;

namespace Pipelines.Activities.Jobs;

/// <summary>What is to happen with an app's scheduled jobs.</summary>
public sealed record SchedulePlan
{
    /// <summary>Gets a value indicating whether the app is gone or going: nothing starts any more.</summary>
    public bool IsOver { get; init; }

    /// <summary>Gets the jobs of the active release, and up to when they are dealt with.</summary>
    public IReadOnlyList<JobClock> Clocks { get; init; } = [];

    /// <summary>Gets the runs to write: those that are PENDING start.</summary>
    public IReadOnlyList<JobInvocation> Due { get; init; } = [];

    /// <summary>Gets the ids of the runs to stop; only when it is over.</summary>
    public IReadOnlyList<string> Running { get; init; } = [];

    /// <summary>Gets when to look again; null when only a change can make something due.</summary>
    public DateTimeOffset? Next { get; init; }
}
