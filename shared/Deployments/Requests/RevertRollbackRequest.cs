namespace Pipelines.Deployments.Requests;

/// <summary>Undoes the rollback that the app is pinned to by deploying what ran before it.</summary>
public sealed record RevertRollbackRequest : AppRequest
{
    /// <summary>Gets the id of the deployment to make, a UUID that the caller chose.</summary>
    public required string DeploymentId { get; init; }
}
