using System.Text.Json.Nodes;
using Pipelines.Deployments;

namespace Pipelines.Activities.Builds.Kubernetes.Running;

/// <summary>
/// Tells from a Job and its pod how a build stands, and why it does not go on. Knows since when something hinders it, by
/// the caller's clock.
/// </summary>
internal sealed class BuildJudge(KubernetesBuildOptions options, BuildOptions limits, TimeSpan timeout)
{
    // Of these no more tries help (kubelet, pkg/kubelet/images/types.go).
    private static readonly string[] FinalReasons = ["InvalidImageName", "ErrImageNeverPull"];

    private static readonly string[] WaitingReasons =
    [
        "ImagePullBackOff", "ErrImagePull", "ImageInspectError", "RegistryUnavailable",
        "CreateContainerConfigError", "CreateContainerError", "RunContainerError", "StartError", "ContainerCannotRun",
    ];

    // Reasons of a pod's end that are the node's (kubelet and node lifecycle controller).
    private static readonly string[] NodeReasons = ["NodeLost", "NodeShutdown", "NodeAffinity", "Terminated", "Shutdown", "Preempting", "UnexpectedAdmissionError", "OutOfcpu", "OutOfmemory", "OutOfpods"];

    private string? hindrance;
    private DateTimeOffset hinderedSince;

    /// <summary>Judges.</summary>
    /// <param name="view">What was seen.</param>
    /// <param name="now">The time.</param>
    /// <param name="output">What the steps wrote that explains failures.</param>
    public BuildVerdict Judge(BuildJobView view, DateTimeOffset now, BuildOutput output)
    {
        if (view.Job is not { } job)
        {
            return BuildVerdict.Vanished("its Job was deleted");
        }

        if (job.IsBeingDeleted())
        {
            return BuildVerdict.Vanished("its Job is being deleted");
        }

        if (job.Condition("Complete") is not null)
        {
            return IsPodBehind(view) ? BuildVerdict.Running : new BuildVerdict(BuildJobState.Succeeded, view.Pod is null ? null : ReportOf(view.Pod));
        }

        if (job.Condition("Failed") is { } failed)
        {
            return JudgeFailed(view, failed, output);
        }

        if (view.Pods > Math.Max(1, options.Attempts))
        {
            return BuildVerdict.Failed(new(ReasonCodes.BuildJobFailed, $"The build's pod was taken away {view.Pods - 1} times. Deploy again."));
        }

        return Hindrance(view) is { } found ? JudgeHindered(found, now) : Unhindered();
    }

    private BuildVerdict JudgeFailed(BuildJobView view, JsonObject failed, BuildOutput output)
    {
        if (failed.Text("reason") == "DeadlineExceeded")
        {
            return BuildVerdict.Failed(new(ReasonCodes.BuildJobTimeout, $"The build took longer than the {timeout.TotalMinutes:0.##} minutes allowed."));
        }

        if (view.Pod is not { } pod)
        {
            return BuildVerdict.Vanished("its pod was removed before it could be asked how it ended");
        }

        if (Disruption(pod) is { } disruption)
        {
            return BuildVerdict.Vanished(disruption);
        }

        return IsPodBehind(view) ? BuildVerdict.Running : BuildVerdict.Failed(FailureOf(pod, failed, output));
    }

    // The Job and its pod are told by two watches: the Job's end may come first, and only the pod's says how it was.
    private static bool IsPodBehind(BuildJobView view) =>
        view.Pod is { } pod && !view.IsPodGone && !pod.IsBeingDeleted() && pod.Text("status", "phase") is "Pending" or "Running";

    private BuildException FailureOf(JsonObject pod, JsonObject failed, BuildOutput output)
    {
        if (pod.Text("status", "reason") == "Evicted")
        {
            return new(ReasonCodes.BuildJobFailed, $"The build was evicted from its node: {pod.Text("status", "message")} A build may use {limits.MaxWorkspaceBytes >> 20} MiB of disk ({BuildOptions.Section}:{nameof(BuildOptions.MaxWorkspaceBytes)}).");
        }

        foreach (var container in pod.Containers())
        {
            if (container.At("state", "terminated") is { } end && end.Number("exitCode") is { } code and not 0)
            {
                return StepFailures.Of(container.Text("name")!, code, end.Text("reason"), end.Text("message"), limits, options, output);
            }
        }

        return new(ReasonCodes.BuildJobFailed, $"The build's Job failed: {pod.Text("status", "message") ?? failed.Text("message") ?? "no reason is given"}");
    }

    /// <summary>What took the pod away, if it was not the build itself.</summary>
    private static string? Disruption(JsonObject pod)
    {
        var reason = pod.Text("status", "reason");
        if (reason == "Evicted")
        {
            // Of itself, a build is evicted when it uses too much disk; otherwise its node was short of something.
            return pod.Text("status", "message") is { } message && message.StartsWith("The node ", StringComparison.Ordinal) ? $"its pod was evicted: {message}" : null;
        }

        if (reason is not null && NodeReasons.Contains(reason, StringComparer.Ordinal))
        {
            return $"its node ended it ({reason}): {pod.Text("status", "message")}";
        }

        return pod.IsBeingDeleted() && !FailedBefore(pod) ? "its pod was deleted" : null;
    }

    /// <summary>Whether a step had failed by itself when the pod's deletion was asked for.</summary>
    private static bool FailedBefore(JsonObject pod)
    {
        // The timestamp is the end of the grace period (Kubernetes API, ObjectMeta).
        var asked = pod.Time("metadata", "deletionTimestamp") - TimeSpan.FromSeconds(pod.Number("metadata", "deletionGracePeriodSeconds") ?? 0);
        return pod.Containers().Select(container => container.At("state", "terminated")).Any(end => end.Number("exitCode") is not (null or 0) && end.Time("finishedAt") < asked);
    }

    private static Hindrance? Hindrance(BuildJobView view)
    {
        if (view.Pod is not { } pod || view.IsPodGone)
        {
            return new("no pod", ReasonCodes.BuildJobFailed, "The cluster makes no pod for the build", IsFinal: false, IsRoom: false);
        }

        if (pod.IsBeingDeleted())
        {
            return null;
        }

        if (pod.Condition("PodScheduled", "False") is { } unscheduled && unscheduled.Text("reason") == "Unschedulable")
        {
            return new("room", ReasonCodes.ResourceExhausted, $"No node has room for the build: {unscheduled.Text("message")}", IsFinal: false, IsRoom: true);
        }

        foreach (var container in pod.Containers())
        {
            if (container.At("state", "waiting") is { } waiting && waiting.Text("reason") is { } reason && (WaitingReasons.Contains(reason, StringComparer.Ordinal) || FinalReasons.Contains(reason, StringComparer.Ordinal)))
            {
                var what = $"Step '{container.Text("name")}' of the build could not start ({reason}): {waiting.Text("message")}";
                return new(container.Text("name")!, ReasonCodes.BuildJobFailed, what, FinalReasons.Contains(reason, StringComparer.Ordinal), IsRoom: false);
            }
        }

        return null;
    }

    private BuildVerdict JudgeHindered(Hindrance found, DateTimeOffset now)
    {
        if (hindrance != found.Kind)
        {
            hindrance = found.Kind;
            hinderedSince = now;
        }

        var patience = found.IsRoom ? options.ScheduleTimeout : options.StartTimeout;
        return found.IsFinal || now - hinderedSince >= patience ? BuildVerdict.Failed(new(found.Code, found.Message)) : BuildVerdict.Running;
    }

    private BuildVerdict Unhindered()
    {
        hindrance = null;
        return BuildVerdict.Running;
    }

    private static string? ReportOf(JsonObject pod) =>
        pod.Items("status", "containerStatuses").Select(container => container.Text("state", "terminated", "message")).FirstOrDefault(message => message is not null);
}
