using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Observation;

/// <summary>What a snapshot says of a release.</summary>
/// <param name="Status">Its state; failures without their last lines.</param>
/// <param name="Witnesses">By component: whose last lines belong to its failure.</param>
/// <param name="LookAgainAt">When time alone may change the state; null when only the cluster can.</param>
internal sealed record ReleaseObservation(ReleaseStatus Status, IReadOnlyDictionary<string, FailureWitness> Witnesses, DateTimeOffset? LookAgainAt);
