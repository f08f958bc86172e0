using System.Text.Json.Nodes;
using Pipelines.Activities.Clusters.Kubernetes.Observation;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Jobs;

/// <summary>Reads from a Job and its pods how a run is. Pure.</summary>
internal static class JobObserver
{
    // A quota or a service account that was written a moment ago may not be seen everywhere yet.
    private static readonly TimeSpan s_creationPatience = TimeSpan.FromSeconds(5);

    // The cluster itself stops a job at its deadline; this is for what never started.
    private static readonly TimeSpan s_deadlineSlack = TimeSpan.FromSeconds(10);

    // The Job and its pods are told by two watches: the Job's end may come first, and only the pod says how it was.
    private static readonly TimeSpan s_podPatience = TimeSpan.FromSeconds(10);

    /// <summary>Tells whether a Job has not ended.</summary>
    public static bool IsAtWork(JsonObject job) => job.Condition("Complete") is null && job.Condition("Failed") is null;

    /// <summary>Observes.</summary>
    /// <param name="run">The run.</param>
    /// <param name="startedAt">When it was asked for.</param>
    /// <param name="job">The Job.</param>
    /// <param name="pods">Its pods.</param>
    /// <param name="warnings">The warnings of the namespace.</param>
    /// <param name="now">The time.</param>
    public static JobObservation Observe(
        JobRun run, DateTimeOffset startedAt, JsonObject job, IReadOnlyCollection<JsonObject> pods, IReadOnlyCollection<JsonObject> warnings, DateTimeOffset now)
    {
        if (job.Condition("Complete").Text("status") == "True")
        {
            return new JobObservation(true);
        }

        var pod = pods.OrderByDescending(each => each.Moment("metadata", "creationTimestamp")).FirstOrDefault();
        var instance = pod is null ? null : InstanceObserver.Observe(run.Component, pod, warnings);
        if (job.Condition("Failed") is { } failed && failed.Text("status") == "True")
        {
            return failed.Moment("lastTransitionTime") + s_podPatience is { } until && now < until && IsBehind(failed, pod)
                ? new JobObservation(false, LookAgainAt: until)
                : new JobObservation(true, Explain(run, failed, pod, instance), instance?.Witness);
        }

        if (job.IsBeingDeleted())
        {
            return JobObservation.Vanished;
        }

        var obstacle = instance is { Crash: null, Obstacle: { } found } ? found : Refusal(job, warnings);
        var staysAt = instance is { Crash: null, Obstacle: not null } ? instance.ObstacleStaysAt : RefusedAt(job, warnings) + s_creationPatience;
        var deadline = startedAt + run.Timeout + s_deadlineSlack;
        if (obstacle is not null && (staysAt <= now || deadline <= now))
        {
            return new JobObservation(true, obstacle, instance?.Witness, MustStop: true);
        }

        return new JobObservation(false, LookAgainAt: obstacle is null ? null : staysAt < deadline ? staysAt : deadline);
    }

    private static bool IsBehind(JsonObject failed, JsonObject? pod) =>
        pod is not null && failed.Text("reason") != "DeadlineExceeded" && !pod.IsBeingDeleted() && (pod.Text("status", "phase") is "Pending" or "Running");

    private static InstanceFailure Explain(JobRun run, JsonObject failed, JsonObject? pod, InstanceObservation? instance)
    {
        if (failed.Text("reason") == "DeadlineExceeded" || pod.Text("status", "reason") == "DeadlineExceeded")
        {
            return instance is { Crash: null, Obstacle: { Reason: not InstanceFailureReason.InternalError } obstacle }
                ? obstacle
                : new InstanceFailure(InstanceFailureReason.Timeout, null, $"It ran longer than its timeout of {run.Timeout}.", []);
        }

        return instance?.Crash ?? instance?.Obstacle ?? new InstanceFailure(
            InstanceFailureReason.InternalError, null, $"The cluster gave it up: {FailureMessages.Shorten(failed.Text("message") ?? failed.Text("reason") ?? "it does not say why")}", []);
    }

    // Pods that the API refuses to create are told by events alone.
    private static JsonObject? Refused(JsonObject job, IReadOnlyCollection<JsonObject> warnings) => warnings.FirstOrDefault(warning =>
        warning.Text("reason") == "FailedCreate" && warning.Text("involvedObject", "uid") == job.UidOf());

    private static DateTimeOffset? RefusedAt(JsonObject job, IReadOnlyCollection<JsonObject> warnings) =>
        Refused(job, warnings) is { } warning ? warning.Moment("firstTimestamp") ?? warning.Moment("metadata", "creationTimestamp") : null;

    private static InstanceFailure? Refusal(JsonObject job, IReadOnlyCollection<JsonObject> warnings) =>
        job.Number("status", "active") is > 0 || Refused(job, warnings) is not { } warning ? null : FailureMessages.OfRefusedPods(warning.Text("message"));
}
