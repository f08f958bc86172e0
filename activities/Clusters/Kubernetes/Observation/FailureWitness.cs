namespace Pipelines.Activities.Clusters.Kubernetes.Observation;

/// <summary>The run of a container whose last lines belong to a failure.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Container">The container.</param>
/// <param name="Restarts">How often the container had been restarted: with the pod's name the identity of the run.</param>
/// <param name="Previous">Whether it is the run before the present one.</param>
/// <param name="EndedAt">When the run ended; null when it runs.</param>
internal sealed record FailureWitness(string Pod, string Container, int Restarts, bool Previous, DateTimeOffset? EndedAt);
