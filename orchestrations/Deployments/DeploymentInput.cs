using Pipelines.Deployments.Requests;

namespace Pipelines.Orchestrations.Deployments;

/// <summary>What a deployment's workflow starts with.</summary>
/// <param name="AppId">The app's id.</param>
/// <param name="DeploymentId">The deployment's id.</param>
/// <param name="PreviousDeploymentId">The deployment that is active; null for none.</param>
/// <param name="PreviousReleaseId">The release that has the traffic; null for none.</param>
/// <param name="Deploy">The request, for one that builds or restarts; null for a rollback.</param>
/// <param name="CommitsSpec">Whether the deployment's spec becomes the app's when it is active.</param>
public sealed record DeploymentInput(
    string AppId, string DeploymentId, string? PreviousDeploymentId, string? PreviousReleaseId, DeployRequest? Deploy, bool CommitsSpec);
