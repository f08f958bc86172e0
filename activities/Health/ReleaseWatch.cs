namespace Pipelines.Activities.Health;

/// <summary>Asks to watch a release.</summary>
/// <param name="AppId">The app's id.</param>
/// <param name="ReleaseId">The release's id.</param>
/// <param name="Until">When the watch ends.</param>
/// <param name="StandbyReleaseId">The release to go back to; null without one: then a crash counts only when the release has not recovered by the end.</param>
public sealed record ReleaseWatch(string AppId, string ReleaseId, DateTimeOffset Until, string? StandbyReleaseId);
