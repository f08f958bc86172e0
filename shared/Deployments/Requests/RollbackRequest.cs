namespace Pipelines.Deployments.Requests;

/// <summary>Deploys again what an earlier deployment ran, without building.</summary>
public sealed record RollbackRequest : AppRequest
{
    /// <summary>Gets the id of the deployment to make, a UUID that the caller chose.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>Gets the deployment to go back to.</summary>
    public required string TargetDeploymentId { get; init; }

    /// <summary>Gets a value indicating whether the app stays unpinned: the rollback counts as committed at once.</summary>
    public bool SkipPin { get; init; }
}
