namespace Pipelines.Activities.Jobs;

/// <summary>Asks what is due of an app's scheduled jobs.</summary>
/// <param name="AppId">The app's id.</param>
/// <param name="Now">The time.</param>
/// <param name="Clocks">The jobs as they were at the last check.</param>
public sealed record ScheduleCheck(string AppId, DateTimeOffset Now, IReadOnlyList<JobClock> Clocks);
