using Pipelines.Deployments;

namespace Pipelines.Activities.Deployments;

/// <summary>The end of a deployment that its own workflow does not write: it never began, or ended well before.</summary>
/// <param name="AppId">The app's id.</param>
/// <param name="DeploymentId">The deployment's id.</param>
/// <param name="Phase">SUPERSEDED, CANCELED or ERROR.</param>
/// <param name="Failure">Why.</param>
/// <param name="At">When.</param>
public sealed record DeploymentEnd(string AppId, string DeploymentId, DeploymentPhase Phase, Failure Failure, DateTimeOffset At);
