namespace Pipelines.Activities.Apps;

/// <summary>An app to create; its spec is stored under the first deployment's id.</summary>
/// <param name="AppId">The app's id.</param>
/// <param name="OwnerId">The team that owns it.</param>
/// <param name="ProjectId">The project; null without one.</param>
/// <param name="DeploymentId">The first deployment.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="PreviewOf">The app it is the preview of a pull request of; null for none.</param>
public sealed record NewApp(string AppId, string OwnerId, string? ProjectId, string DeploymentId, DateTimeOffset CreatedAt, string? PreviewOf = null);
