namespace Pipelines.Clusters;

/// <summary>The state of a release as the cluster sees it.</summary>
/// <param name="AppId">The app's id.</param>
/// <param name="ReleaseId">The release's id.</param>
/// <param name="State">The state over all components.</param>
/// <param name="Routed">Whether the app's traffic goes to it.</param>
/// <param name="Components">The state of each component.</param>
public sealed record ReleaseStatus(string AppId, string ReleaseId, ReleaseState State, bool Routed, IReadOnlyList<ComponentStatus> Components);
