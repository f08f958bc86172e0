using System.Text.Json.Nodes;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Observation;

/// <summary>Reads from a pod how an instance is. Pure.</summary>
internal static class InstanceObserver
{
    private const int BoundedTries = 3;

    // A waiting container may be of a moment: an object that the kubelet has not seen yet, a registry that restarts.
    private static readonly TimeSpan s_startPatience = TimeSpan.FromSeconds(30);

    // The kubelet begins a probe up to a second late and needs a moment to report it.
    private static readonly TimeSpan s_probeSlack = TimeSpan.FromSeconds(2);

    // What the probe found comes by an event, which a busy kubelet sends later.
    private static readonly TimeSpan s_wordsPatience = TimeSpan.FromSeconds(5);

    private static readonly string[] s_finalPullErrors =
        ["not found", "manifest unknown", "unauthorized", "denied", "authentication required", "no match for platform", "invalid reference"];

    public static InstanceObservation Observe(ReleaseComponent component, JsonObject pod, IReadOnlyCollection<JsonObject> allWarnings)
    {
        var warnings = new PodWarnings(pod, allWarnings);
        var container = FindContainer(pod);
        var observed = new InstanceObservation
        {
            // A pod that the cluster has ended is told as ready until its containers have ended too.
            Ready = pod.Condition("Ready").Text("status") == "True" && pod.Text("status", "phase") != "Failed",
            Restarts = container.Number("restartCount") ?? 0,
        };
        observed = WithCrash(observed, component, pod, container, warnings);
        return observed.Ready ? observed : WithObstacle(observed, component, pod, container, warnings);
    }

    // A mesh may have put containers of its own beside the app's.
    private static JsonObject? FindContainer(JsonObject pod) =>
        pod.Items("status", "containerStatuses").FirstOrDefault(container => container.Text("name") == ManifestNames.Container);

    private static InstanceObservation WithCrash(InstanceObservation observed, ReleaseComponent component, JsonObject pod, JsonObject? container, PodWarnings warnings)
    {
        var ended = container.Section("state", "terminated");
        if ((ended ?? container.Section("lastState", "terminated")) is not { } end)
        {
            return observed;
        }

        var endedAt = end.Moment("finishedAt");
        return observed with
        {
            Crash = Explain(component, end, warnings),
            CrashedAt = endedAt,
            Witness = new FailureWitness(pod.NameOf(), ManifestNames.Container, observed.Restarts, Previous: ended is null, endedAt),
        };
    }

    private static InstanceFailure Explain(ReleaseComponent component, JsonObject end, PodWarnings warnings)
    {
        var exit = FailureMessages.OfExit(end.Number("exitCode") ?? 0, end.Text("reason"), end.Text("message"));
        var from = end.Moment("startedAt");
        return exit.Reason == InstanceFailureReason.ExitNonZero && (component.Liveness ?? component.Readiness) is { } probe
            && (warnings.Probe("Liveness", from) ?? warnings.Probe("Startup", from)) is { } words
            ? FailureMessages.OfProbe(probe, words)
            : exit;
    }

    private static InstanceObservation WithObstacle(InstanceObservation observed, ReleaseComponent component, JsonObject pod, JsonObject? container, PodWarnings warnings)
    {
        if (pod.Condition("PodScheduled") is { } scheduled && scheduled.Text("status") == "False")
        {
            return observed with { Obstacle = Unschedulable(scheduled.Text("message") ?? warnings.Words("FailedScheduling")) };
        }

        if (pod.Text("status", "phase") == "Failed")
        {
            var words = pod.Text("status", "message") ?? pod.Text("status", "reason") ?? "the cluster does not say why";
            return observed with
            {
                Obstacle = new InstanceFailure(InstanceFailureReason.InternalError, null, $"The cluster ended it: {FailureMessages.Shorten(words)}", []),
                Witness = observed.Witness ?? Present(pod, container),
            };
        }

        if (container.Section("state", "waiting") is { } waiting)
        {
            return WithWaiting(observed, pod, waiting, warnings);
        }

        return container.Moment("state", "running", "startedAt") is { } startedAt && component.Readiness is { Port: > 0 } probe
            ? WithUnready(observed, pod, container, probe, startedAt, warnings)
            : WithSandbox(observed, warnings);
    }

    private static InstanceFailure Unschedulable(string? words) => new(
        InstanceFailureReason.ResourceExhausted, null, $"The cluster has no room for it: {FailureMessages.Shorten(words ?? "the scheduler does not say why")}", []);

    private static InstanceObservation WithWaiting(InstanceObservation observed, JsonObject pod, JsonObject waiting, PodWarnings warnings)
    {
        var created = pod.Moment("metadata", "creationTimestamp") ?? default;
        var words = waiting.Text("message");
        switch (waiting.Text("reason"))
        {
            case "ErrImagePull" or "ImagePullBackOff" or "InvalidImageName" or "ErrImageNeverPull" or "ImageInspectError" or "RegistryUnavailable":
                return WithPullError(observed, created, waiting.Text("reason")!, words, warnings);
            case "CreateContainerConfigError" or "CreateContainerError" or "RunContainerError":
                var failure = FailureMessages.OfStart(words);
                var stays = failure.Reason == InstanceFailureReason.CommandNotExecutable || (words?.Contains("runAsNonRoot", StringComparison.Ordinal) ?? false);
                return observed with { Obstacle = failure, ObstacleStaysAt = stays ? created : created + s_startPatience };
            default:
                return WithSandbox(observed, warnings);
        }
    }

    private static InstanceObservation WithPullError(InstanceObservation observed, DateTimeOffset created, string reason, string? words, PodWarnings warnings)
    {
        var root = warnings.Words("Failed", "Failed to pull image") ?? words ?? reason;
        var stays = reason is "InvalidImageName" or "ErrImageNeverPull"
            || s_finalPullErrors.Any(error => root.Contains(error, StringComparison.OrdinalIgnoreCase))
            || warnings.Count("Failed", "Failed to pull image") >= BoundedTries;
        return observed with
        {
            Obstacle = new InstanceFailure(InstanceFailureReason.ImageUnavailable, null, $"The image cannot be pulled: {FailureMessages.Shorten(root)}", []),
            ObstacleStaysAt = stays ? created : created + (2 * s_startPatience),
        };
    }

    // Volumes, networks, sandboxes: the kubelet goes on trying until the progress deadline.
    private static InstanceObservation WithSandbox(InstanceObservation observed, PodWarnings warnings) =>
        warnings.Words("FailedMount", "FailedAttachVolume", "FailedCreatePodSandBox", "NetworkNotReady") is { } words
            ? observed with { Obstacle = new InstanceFailure(InstanceFailureReason.InternalError, null, $"Its container cannot be started: {FailureMessages.Shorten(words)}", []) }
            : observed;

    private static InstanceObservation WithUnready(
        InstanceObservation observed, JsonObject pod, JsonObject? container, HealthProbe probe, DateTimeOffset startedAt, PodWarnings warnings)
    {
        var words = warnings.Probe("Readiness", startedAt) ?? warnings.Probe("Startup", startedAt);
        return observed with
        {
            Obstacle = FailureMessages.OfProbe(probe, words),
            ObstacleStaysAt = startedAt + TimeSpan.FromSeconds(Probes.WindowSeconds(probe)) + s_probeSlack + (words is null ? s_wordsPatience : TimeSpan.Zero),
            Witness = observed.Witness ?? Present(pod, container),
        };
    }

    private static FailureWitness Present(JsonObject pod, JsonObject? container) =>
        new(pod.NameOf(), ManifestNames.Container, container.Number("restartCount") ?? 0, Previous: false, EndedAt: null);
}
