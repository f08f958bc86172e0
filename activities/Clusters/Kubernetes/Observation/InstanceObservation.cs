using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Observation;

/// <summary>What a pod says of an instance.</summary>
internal sealed record InstanceObservation
{
    /// <summary>Gets a value indicating whether it passes its readiness check.</summary>
    public bool Ready { get; init; }

    /// <summary>Gets how often it was started again.</summary>
    public int Restarts { get; init; }

    /// <summary>Gets why it last ended; null when it never did.</summary>
    public InstanceFailure? Crash { get; init; }

    /// <summary>Gets when it last ended.</summary>
    public DateTimeOffset? CrashedAt { get; init; }

    /// <summary>Gets what keeps it from starting or being ready; null for nothing.</summary>
    public InstanceFailure? Obstacle { get; init; }

    /// <summary>Gets when the obstacle counts as one that stays; null when only the progress deadline makes it so.</summary>
    public DateTimeOffset? ObstacleStaysAt { get; init; }

    /// <summary>Gets whose last lines belong to the crash or the obstacle.</summary>
    public FailureWitness? Witness { get; init; }
}
