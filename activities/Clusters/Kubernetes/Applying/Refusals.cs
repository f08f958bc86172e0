using System.Text.Json.Nodes;
using Pipelines.Clusters;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Applying;

/// <summary>Tells what the API refuses for good from what another try may cure.</summary>
internal static class Refusals
{
    private const int MaximumCauses = 5;

    /// <summary>Says a refusal in the terms of a cluster.</summary>
    /// <param name="exception">What the API said.</param>
    /// <param name="manifest">What was asked for.</param>
    public static ClusterException Of(KubernetesException exception, JsonObject manifest)
    {
        var what = $"{manifest.Text("kind")} {manifest.NameOf()}";
        var words = exception.Causes.Count == 0
            ? exception.Message
            : string.Join("; ", exception.Causes.Take(MaximumCauses).Select(cause => cause.Field.Length > 0 ? $"{cause.Field}: {cause.Message}" : cause.Message));
        return exception.Message.Contains("exceeded quota", StringComparison.Ordinal)
            ? Refuse(InstanceFailureReason.ResourceExhausted, $"The app's quota has no room for {what}: {Observation.FailureMessages.Shorten(exception.Message)}")
            : Refuse(InstanceFailureReason.InternalError, $"The cluster refuses {what}: {Observation.FailureMessages.Shorten(words)}");
    }

    /// <summary>Makes a refusal.</summary>
    public static ClusterException Refuse(InstanceFailureReason reason, string message) => new(new InstanceFailure(reason, null, message, []));

    /// <summary>Makes a refusal of the driver's own.</summary>
    public static ClusterException Refuse(string message) => Refuse(InstanceFailureReason.InternalError, message);

    /// <summary>Whether somebody else owns fields that an apply wants.</summary>
    public static bool IsFieldConflict(KubernetesException exception) =>
        exception.StatusCode == 409 && exception.Causes.Any(cause => cause.Reason == "FieldManagerConflict");

    /// <summary>Whether the namespace takes nothing in because it is being deleted; once it is gone, it can be made again.</summary>
    public static bool IsOnItsWayOut(KubernetesException exception) =>
        exception.StatusCode == 403 && exception.Causes.Any(cause => cause.Reason == "NamespaceTerminating");

    /// <summary>Whether a refusal is one that a retry does not cure. Servers before 1.21 answer 500 to a field that they do not know.</summary>
    public static bool IsFinal(KubernetesException exception) => (exception.StatusCode is 400 or 403 or 413 or 422 && !IsOnItsWayOut(exception))
        || IsFieldConflict(exception)
        || (exception.StatusCode == 500 && exception.Message.Contains("failed to create typed patch object", StringComparison.Ordinal));
}
