using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Observation;

/// <summary>What a snapshot says of a component.</summary>
/// <param name="Status">Its state; a failure without its last lines.</param>
/// <param name="WasHealthy">Whether all its instances were ready once.</param>
/// <param name="Witness">Whose last lines belong to its failure; null for none.</param>
/// <param name="LookAgainAt">When time alone may change the state; null when only the cluster can.</param>
internal sealed record ComponentObservation(ComponentStatus Status, bool WasHealthy, FailureWitness? Witness, DateTimeOffset? LookAgainAt);
