namespace Pipelines.Activities.Builds;

/// <summary>Asks for the build of one component.</summary>
/// <param name="AppId">The app's id.</param>
/// <param name="DeploymentId">The deployment's id.</param>
/// <param name="Component">The component's name.</param>
/// <param name="Commit">The commit to build; null to import the component's image.</param>
/// <param name="ForceBuild">Whether earlier builds and caches are ignored.</param>
public sealed record ComponentBuildRequest(string AppId, string DeploymentId, string Component, string? Commit, bool ForceBuild);
