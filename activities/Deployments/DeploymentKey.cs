namespace Pipelines.Activities.Deployments;

/// <summary>Names a deployment.</summary>
/// <param name="AppId">The app's id.</param>
/// <param name="DeploymentId">The deployment's id.</param>
public sealed record DeploymentKey(string AppId, string DeploymentId);
