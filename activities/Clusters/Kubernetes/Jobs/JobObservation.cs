using Pipelines.Activities.Clusters.Kubernetes.Observation;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Jobs;

/// <summary>What the cluster says of a job's run.</summary>
/// <param name="HasEnded">Whether it has ended, or will not start.</param>
/// <param name="Failure">Why it failed, without its last lines; null when it did not.</param>
/// <param name="Witness">Whose last lines belong to the failure.</param>
/// <param name="MustStop">Whether the cluster would go on trying all the same.</param>
/// <param name="LookAgainAt">When time alone may change it; null when only the cluster can.</param>
internal sealed record JobObservation(
    bool HasEnded, InstanceFailure? Failure = null, FailureWitness? Witness = null, bool MustStop = false, DateTimeOffset? LookAgainAt = null)
{
    /// <summary>Gets a run that is gone without having told how it ended.</summary>
    public static JobObservation Vanished { get; } = new(
        true, new InstanceFailure(InstanceFailureReason.InternalError, null, "The job was removed from the cluster before it ended; whether it did its work is unknown.", []));
}
