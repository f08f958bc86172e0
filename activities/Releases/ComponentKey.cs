namespace Pipelines.Activities.Releases;

/// <summary>Names a component of a release.</summary>
/// <param name="AppId">The app's id.</param>
/// <param name="ReleaseId">The release's id, which is its deployment's.</param>
/// <param name="Component">The component's name.</param>
public sealed record ComponentKey(string AppId, string ReleaseId, string Component);
