namespace Pipelines.Activities.Releases;

/// <summary>Names a release.</summary>
/// <param name="AppId">The app's id.</param>
/// <param name="ReleaseId">The release's id.</param>
public sealed record ReleaseKey(string AppId, string ReleaseId);
