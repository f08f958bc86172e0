using Pipelines.Deployments;

namespace Pipelines.Orchestrations.Deployments;

/// <summary>Asks a deployment's workflow to stop.</summary>
/// <param name="Phase">How it is to end: SUPERSEDED or CANCELED. A deployment that has begun to deploy ignores the first.</param>
/// <param name="Message">Why, for a person.</param>
public sealed record StopRequest(DeploymentPhase Phase, string Message)
{
    /// <summary>The name of the external event.</summary>
    public const string EventName = "Stop";

    /// <summary>Gets the request of a person.</summary>
    public static StopRequest Canceled { get; } = new(DeploymentPhase.Canceled, "cancelled by request");

    /// <summary>Gets the request that comes with the deletion of the app.</summary>
    public static StopRequest Deleted { get; } = new(DeploymentPhase.Canceled, "the app was deleted");

    /// <summary>The request of a newer deployment.</summary>
    /// <param name="deploymentId">The newer deployment.</param>
    public static StopRequest SupersededBy(string deploymentId) => new(DeploymentPhase.Superseded, $"superseded by deployment {deploymentId}");

    /// <summary>Says it as the reason of an end.</summary>
    public Failure ToFailure() => Failure.Of(Phase == DeploymentPhase.Superseded ? "Superseded" : "Canceled", Message);
}
