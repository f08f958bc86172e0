namespace Pipelines.Activities.Deployments;

/// <summary>A rollback that the platform made by itself, to be recorded as a deployment.</summary>
/// <param name="AppId">The app's id.</param>
/// <param name="DeploymentId">The id of the deployment that records it.</param>
/// <param name="FailedDeploymentId">The deployment that failed.</param>
/// <param name="RestoredDeploymentId">The deployment whose release serves.</param>
/// <param name="At">When.</param>
public sealed record AutoRollback(string AppId, string DeploymentId, string FailedDeploymentId, string RestoredDeploymentId, DateTimeOffset At);
