using Pipelines.Deployments;

namespace Pipelines.Orchestrations.Statuses;

/// <summary>Says that a deployment has come to another phase.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Reason">Why; null when all is well.</param>
/// <param name="LiveUrl">The URL that answers; null without one.</param>
public sealed record StatusChange(DeploymentPhase Phase, string? Reason = null, string? LiveUrl = null)
{
    /// <summary>The name of the external event.</summary>
    public const string EventName = "Change";

    /// <summary>The instance of a deployment's status workflow.</summary>
    /// <param name="deploymentId">The deployment's id.</param>
    public static string InstanceId(string deploymentId) => $"{deploymentId}-status";
}
