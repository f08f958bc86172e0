namespace Pipelines.Deployments.Requests;

/// <summary>Cancels a deployment that has not switched traffic yet.</summary>
public sealed record CancelRequest : AppRequest
{
    /// <summary>Gets the deployment to cancel.</summary>
    public required string DeploymentId { get; init; }
}
