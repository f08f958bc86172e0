namespace Pipelines.Functions.Panel.Events;

/// <summary>Something that happened to an app. It tells what to look at again, not what is there.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="TeamId">The team that owns the app.</param>
/// <param name="AppId">The app.</param>
/// <param name="DeploymentId">The deployment; null unless it is about one.</param>
public sealed record AppChange(AppChangeKind Kind, string TeamId, string AppId, string? DeploymentId = null);
