using System.Text.Json.Nodes;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Observation;

/// <summary>Reads from a Deployment and its pods how a component is. Pure.</summary>
internal static class ComponentObserver
{
    // A service account or a quota that was written a moment ago may not be seen everywhere yet.
    private static readonly TimeSpan s_creationPatience = TimeSpan.FromSeconds(5);

    public static ComponentObservation Observe(
        ReleaseComponent component, JsonObject? deployment, IEnumerable<JsonObject> pods, IReadOnlyCollection<JsonObject> warnings, DateTimeOffset now)
    {
        var instances = pods.Where(pod => !pod.IsBeingDeleted()).Select(pod => InstanceObserver.Observe(component, pod, warnings)).ToList();
        var wasHealthy = IsSettled(deployment) && deployment.Condition("Progressing").Text("reason") == "NewReplicaSetAvailable";
        var desired = deployment.Number("spec", "replicas") ?? component.InstanceCount;
        var crash = instances.Where(instance => instance.Crash is not null).MaxBy(instance => instance.CrashedAt);
        var status = new ComponentStatus(
            component.Name, ReleaseState.Starting, instances.Count(instance => instance.Ready), desired, instances.Sum(instance => instance.Restarts), crash?.Crash);

        // An autoscaler that asks for more does not make what runs unhealthy.
        if (IsSettled(deployment) && Available(deployment) >= Math.Min(desired, component.InstanceCount))
        {
            return new ComponentObservation(status with { State = ReleaseState.Healthy }, WasHealthy: true, crash?.Witness, null);
        }

        return wasHealthy ? Degraded(status, instances, crash) : Starting(status, deployment, instances, crash, now);
    }

    private static int Available(JsonObject? deployment) =>
        Math.Min(deployment.Number("status", "availableReplicas") ?? 0, deployment.Number("status", "updatedReplicas") ?? 0);

    private static bool IsSettled(JsonObject? deployment) =>
        deployment.Number("status", "observedGeneration") is { } seen && seen >= (deployment.Number("metadata", "generation") ?? 0);

    private static ComponentObservation Degraded(ComponentStatus status, List<InstanceObservation> instances, InstanceObservation? crash)
    {
        var cause = crash ?? instances.Find(instance => instance.Obstacle is not null);
        if (cause is null && status.ReadyInstances >= status.DesiredInstances)
        {
            // Deployments and pods are told by two watches. Here one is ahead: why an instance is down is told by its pod, in a moment, or it is up again.
            return new ComponentObservation(status with { State = ReleaseState.Healthy }, WasHealthy: true, null, null);
        }

        return new ComponentObservation(
            status with { State = ReleaseState.Degraded, Failure = cause?.Crash ?? cause?.Obstacle }, WasHealthy: true, cause?.Witness, null);
    }

    private static ComponentObservation Starting(
        ComponentStatus status, JsonObject? deployment, List<InstanceObservation> instances, InstanceObservation? crash, DateTimeOffset now)
    {
        if (crash is not null)
        {
            return Failed(status, crash.Crash, crash.Witness);
        }

        if (instances.Find(instance => instance.ObstacleStaysAt <= now) is { } stuck)
        {
            return Failed(status, stuck.Obstacle, stuck.Witness);
        }

        var refusal = Refusal(deployment);
        if (refusal is not null && refusal.Value.StaysAt <= now)
        {
            return Failed(status, refusal.Value.Failure, null);
        }

        if (deployment.Condition("Progressing").Text("reason") == "ProgressDeadlineExceeded")
        {
            var hindered = instances.Find(instance => instance.Obstacle is not null);
            return Failed(status, hindered?.Obstacle ?? refusal?.Failure ?? Late(deployment), hindered?.Witness);
        }

        var next = instances.Select(instance => instance.ObstacleStaysAt).Append(refusal?.StaysAt).Where(moment => moment is not null).Min();
        return new ComponentObservation(status, WasHealthy: false, null, next);
    }

    private static ComponentObservation Failed(ComponentStatus status, InstanceFailure? failure, FailureWitness? witness) =>
        new(status with { State = ReleaseState.Failed, Failure = failure }, WasHealthy: false, witness, null);

    // Pods that the API refuses to create.
    private static (InstanceFailure Failure, DateTimeOffset StaysAt)? Refusal(JsonObject? deployment) =>
        deployment.Condition("ReplicaFailure") is { } condition && condition.Text("status") == "True"
            ? (FailureMessages.OfRefusedPods(condition.Text("message")), (condition.Moment("lastTransitionTime") ?? default) + s_creationPatience)
            : null;

    private static InstanceFailure Late(JsonObject? deployment) => new(
        InstanceFailureReason.InternalError, null, $"Its instances did not become ready in time: {FailureMessages.Shorten(deployment.Condition("Progressing").Text("message") ?? "")}", []);
}
