using Pipelines.Activities.Jobs;

namespace Pipelines.Orchestrations.Jobs;

/// <summary>What the workflow of an app's scheduled jobs carries from one round to the next.</summary>
/// <param name="AppId">The app's id.</param>
/// <param name="Clocks">The jobs, and up to when they are dealt with.</param>
public sealed record ScheduleState(string AppId, IReadOnlyList<JobClock> Clocks)
{
    /// <summary>The event that tells of a new release, of the app's deletion, or of the end of a run.</summary>
    public const string ChangedEvent = "ScheduleChanged";

    /// <summary>The event by which the app's own workflow is told that nothing starts any more.</summary>
    public const string EndedEvent = "SchedulesEnded";

    /// <summary>The workflow instance of an app's scheduled jobs.</summary>
    /// <param name="appId">The app's id.</param>
    public static string InstanceId(string appId) => "jobs-" + appId;
}
