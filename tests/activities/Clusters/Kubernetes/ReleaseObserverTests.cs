using System.Text.Json.Nodes;
using Pipelines.Activities.Clusters.Kubernetes.Observation;
using Pipelines.Clusters;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes;

public sealed class ReleaseObserverTests
{
    private const string Running = """{ "running": { "startedAt": "2026-01-01T12:00:10Z" } }""";
    private const string Exit7 = """{ "terminated": { "exitCode": 7, "reason": "Error", "startedAt": "2026-01-01T12:00:10Z", "finishedAt": "2026-01-01T12:00:20Z" } }""";
    private const string BackOff = """{ "waiting": { "reason": "CrashLoopBackOff", "message": "back-off 10s restarting failed container" } }""";
    private static readonly DateTimeOffset s_soon = Observed.Start.AddSeconds(25);

    [Fact]
    public void Nothing_there_yet_is_starting()
    {
        var seen = Observe(null, [], []);
        seen.Status.State.ShouldBe(ReleaseState.Starting);
        seen.LookAgainAt.ShouldBeNull();
    }

    [Fact]
    public void All_instances_available_is_healthy()
    {
        var seen = Observe(Observed.Deployment(available: 1, progress: "NewReplicaSetAvailable"), [Observed.Pod(Running, ready: true)], []);
        seen.Status.State.ShouldBe(ReleaseState.Healthy);
        seen.Status.Components[0].ReadyInstances.ShouldBe(1);
        seen.Status.Components[0].Restarts.ShouldBe(0);
    }

    [Fact]
    public void A_status_of_an_older_generation_says_nothing()
    {
        var deployment = Observed.Deployment(available: 1, progress: "NewReplicaSetAvailable");
        deployment["metadata"]!["generation"] = 2;
        Observe(deployment, [], []).Status.State.ShouldBe(ReleaseState.Starting);
    }

    [Fact]
    public void More_instances_asked_for_by_load_leave_it_healthy() =>
        Observe(Observed.Deployment(replicas: 4, available: 1, progress: "NewReplicaSetAvailable"), [Observed.Pod(Running, ready: true)], [])
            .Status.State.ShouldBe(ReleaseState.Healthy);

    [Fact]
    public void An_instance_that_ends_before_it_is_ready_has_failed()
    {
        var seen = Observe(Observed.Deployment(), [Observed.Pod(BackOff, restarts: 1, lastState: Exit7)], []);
        var failure = Failure(seen);
        (failure.Reason, failure.ExitCode).ShouldBe((InstanceFailureReason.ExitNonZero, 7));
        seen.Witnesses["web"].ShouldBe(new FailureWitness("web-1-a", "app", 1, Previous: true, Observed.Start.AddSeconds(20)));
    }

    [Fact]
    public void An_end_counts_as_a_restart_only_when_a_start_has_followed()
    {
        var seen = Observe(Observed.Deployment(), [Observed.Pod(Exit7)], []);
        Failure(seen).ExitCode.ShouldBe(7);
        seen.Status.Components[0].Restarts.ShouldBe(0);
        seen.Witnesses["web"].Previous.ShouldBeFalse();

        var down = Observe(Observed.Deployment(available: 0, progress: "NewReplicaSetAvailable"), [Observed.Pod(Exit7, restarts: 1)], []);
        (down.Status.State, down.Status.Components[0].Restarts).ShouldBe((ReleaseState.Degraded, 1));
        var again = Observe(Observed.Deployment(available: 0, progress: "NewReplicaSetAvailable"), [Observed.Pod(Running, restarts: 2, lastState: Exit7)], []);
        (again.Status.State, again.Status.Components[0].Restarts).ShouldBe((ReleaseState.Degraded, 2));
    }

    [Fact]
    public void A_component_is_not_told_as_down_before_its_pods_tell_why()
    {
        var ahead = Observed.Deployment(available: 0, progress: "NewReplicaSetAvailable");
        Observe(ahead, [Observed.Pod(Running, ready: true)], []).Status.State.ShouldBe(ReleaseState.Healthy);
        var down = Observe(ahead, [Observed.Pod(Exit7)], []).Status;
        (down.State, down.Components[0].Failure!.ExitCode).ShouldBe((ReleaseState.Degraded, 7));
        Observe(ahead, [], []).Status.State.ShouldBe(ReleaseState.Degraded, "it has no pod at all");
    }

    [Fact]
    public void A_pod_that_the_cluster_has_ended_is_not_ready_whatever_its_containers_are()
    {
        var seen = Observe(Observed.Deployment(available: 0, progress: "NewReplicaSetAvailable"), [Observed.Pod(Running, ready: true, phase: "Failed")], []);
        seen.Status.State.ShouldBe(ReleaseState.Degraded);
        seen.Status.Components[0].ReadyInstances.ShouldBe(0);
    }

    [Fact]
    public void A_crash_after_health_is_degraded_and_counted_and_stays_told_after_recovery()
    {
        var down = Observe(Observed.Deployment(available: 0, progress: "NewReplicaSetAvailable"), [Observed.Pod(BackOff, restarts: 2, lastState: Exit7)], []);
        down.Status.State.ShouldBe(ReleaseState.Degraded);
        down.Status.Components[0].Restarts.ShouldBe(2);
        down.Status.Components[0].Failure!.ExitCode.ShouldBe(7);
        var up = Observe(Observed.Deployment(available: 1, progress: "NewReplicaSetAvailable"), [Observed.Pod(Running, ready: true, restarts: 2, lastState: Exit7)], []);
        up.Status.State.ShouldBe(ReleaseState.Healthy);
        up.Status.Components[0].Failure!.ExitCode.ShouldBe(7);
    }

    [Theory]
    [InlineData("""{ "terminated": { "exitCode": 137, "reason": "OOMKilled" } }""", InstanceFailureReason.OutOfMemory, 137)]
    [InlineData("""{ "terminated": { "exitCode": 128, "reason": "OOMKilled" } }""", InstanceFailureReason.OutOfMemory, 137)]
    [InlineData("""{ "terminated": { "exitCode": 0, "reason": "Completed" } }""", InstanceFailureReason.ExitNonZero, 0)]
    [InlineData("""{ "terminated": { "exitCode": 127, "reason": "Error" } }""", InstanceFailureReason.CommandNotExecutable, 127)]
    [InlineData("""{ "terminated": { "exitCode": 128, "reason": "StartError", "message": "creating process: failed to load /nope: no such file" } }""", InstanceFailureReason.CommandNotExecutable, 127)]
    [InlineData("""{ "terminated": { "exitCode": 128, "reason": "StartError", "message": "exec: \"nope\": executable file not found in $PATH" } }""", InstanceFailureReason.CommandNotExecutable, 127)]
    [InlineData("""{ "terminated": { "exitCode": 128, "reason": "StartError", "message": "cannot make the sandbox" } }""", InstanceFailureReason.InternalError, null)]
    public void Ends_are_told_by_their_cause(string state, InstanceFailureReason reason, int? exitCode)
    {
        var failure = Failure(Observe(Observed.Deployment(), [Observed.Pod(state)], []));
        (failure.Reason, failure.ExitCode).ShouldBe((reason, exitCode));
    }

    [Theory]
    [InlineData("Liveness probe failed: HTTP probe failed with statuscode: 500")]
    [InlineData("Startup probe failed: HTTP probe failed with statuscode: 500")]
    public void A_container_that_its_check_has_killed_failed_that_check(string words)
    {
        var component = Observed.Service() with { Liveness = new HealthProbe("/live", 8080, 0, 1, 1, 1, 3) };
        var failure = Failure(Observe(component, Observed.Deployment(), [Observed.Pod(BackOff, restarts: 1, lastState: Exit7)], [Observed.Warning("Unhealthy", words)]));
        failure.Reason.ShouldBe(InstanceFailureReason.HealthChecksFailed);
        failure.Message.ShouldContain("statuscode: 500");
    }

    [Fact]
    public void A_readiness_that_is_not_passed_within_the_thresholds_is_a_failure_then_and_not_before()
    {
        JsonObject[] pods = [Observed.Pod(Running)];
        JsonObject[] warnings = [Observed.Warning("Unhealthy", "Readiness probe failed: dial tcp 10.0.0.2:8080: connection refused")];
        var early = Observe(Observed.Service(), Observed.Deployment(), pods, warnings);
        early.Status.State.ShouldBe(ReleaseState.Starting);
        early.LookAgainAt.ShouldBe(Observed.Start.AddSeconds(10 + 90 + 10 + 1 + 2));
        var late = ReleaseObserver.Observe(Snapshot(Observed.Service(), Observed.Deployment(), pods, warnings), early.LookAgainAt!.Value);
        Failure(late).Reason.ShouldBe(InstanceFailureReason.HealthChecksFailed);
        Failure(late).Message.ShouldBe("The health check on port 8080 failed 9 times in a row: dial tcp 10.0.0.2:8080: connection refused.");
        late.Witnesses["web"].EndedAt.ShouldBeNull();
    }

    [Theory]
    [InlineData("ErrImagePull", "rpc error: manifest unknown: manifest unknown", 1, true)]
    [InlineData("ErrImagePull", "failed to resolve reference: 127.0.0.1:15000/x@sha256:1: not found", 1, true)]
    [InlineData("InvalidImageName", "couldn't parse image reference", 0, true)]
    [InlineData("ErrImagePull", "dial tcp 127.0.0.1:15000: connect: connection refused", 1, false)]
    [InlineData("ImagePullBackOff", "dial tcp 127.0.0.1:15000: connect: connection refused", 3, true)]
    public void Images_that_cannot_be_pulled_fail_at_once_or_after_some_tries(string reason, string words, int tries, bool fails)
    {
        JsonObject[] warnings = tries == 0 ? [] : [Observed.Warning("Failed", $"Failed to pull image \"x\": {words}", tries)];
        var seen = Observe(Observed.Deployment(), [Observed.Pod($$"""{ "waiting": { "reason": "{{reason}}", "message": "{{words}}" } }""", phase: "Pending")], warnings);
        seen.Status.State.ShouldBe(fails ? ReleaseState.Failed : ReleaseState.Starting);
        if (fails)
        {
            Failure(seen).Reason.ShouldBe(InstanceFailureReason.ImageUnavailable);
            Failure(seen).Message.ShouldContain(words);
        }
        else
        {
            seen.LookAgainAt.ShouldBe(Observed.Start.AddSeconds(60));
        }
    }

    [Theory]
    [InlineData("CreateContainerConfigError", "container has runAsNonRoot and image will run as root", true)]
    [InlineData("CreateContainerConfigError", "secret \"web-1\" not found", false)]
    public void Containers_that_cannot_be_made_fail_at_once_when_no_wait_cures_it(string reason, string words, bool fails)
    {
        var seen = Observe(Observed.Deployment(), [Observed.Pod($$"""{ "waiting": { "reason": "{{reason}}", "message": {{JsonValue.Create(words).ToJsonString()}} } }""", phase: "Pending")], []);
        seen.Status.State.ShouldBe(fails ? ReleaseState.Failed : ReleaseState.Starting);
        seen.LookAgainAt.ShouldBe(fails ? null : Observed.Start.AddSeconds(30));
    }

    [Fact]
    public void Without_room_it_waits_until_the_progress_deadline_and_fails_with_the_schedulers_words()
    {
        var pod = Observed.Pod("{}", phase: "Pending", conditions: """, { "type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": "0/3 nodes are available: 3 Insufficient memory." }""");
        Observe(Observed.Deployment(), [pod], []).Status.State.ShouldBe(ReleaseState.Starting);
        var failure = Failure(Observe(Observed.Deployment(progress: "ProgressDeadlineExceeded"), [pod], []));
        failure.Reason.ShouldBe(InstanceFailureReason.ResourceExhausted);
        failure.Message.ShouldBe("The cluster has no room for it: 0/3 nodes are available: 3 Insufficient memory.");
    }

    [Theory]
    [InlineData("pods \\\"web\\\" is forbidden: exceeded quota: app, requested: pods=1", InstanceFailureReason.ResourceExhausted)]
    [InlineData("pods \\\"web\\\" is forbidden: pod rejected: RuntimeClass \\\"gvisor\\\" not found", InstanceFailureReason.InternalError)]
    public void Pods_that_the_API_refuses_fail_when_it_goes_on_refusing(string words, InstanceFailureReason reason)
    {
        var deployment = Observed.Deployment(conditions: $$""", { "type": "ReplicaFailure", "status": "True", "reason": "FailedCreate", "message": "{{words}}", "lastTransitionTime": "2026-01-01T12:00:22Z" }""");
        var early = Observe(deployment, [], []);
        early.Status.State.ShouldBe(ReleaseState.Starting);
        early.LookAgainAt.ShouldBe(Observed.Start.AddSeconds(27));
        var failure = Failure(ReleaseObserver.Observe(Snapshot(Observed.Service(), deployment, [], []), Observed.Start.AddSeconds(27)));
        failure.Reason.ShouldBe(reason);
        failure.Message.ShouldContain("is forbidden");
    }

    [Fact]
    public void The_progress_deadline_tells_what_kubelets_said_last()
    {
        var pod = Observed.Pod("""{ "waiting": { "reason": "ContainerCreating" } }""", phase: "Pending");
        var failure = Failure(Observe(Observed.Deployment(progress: "ProgressDeadlineExceeded"), [pod], [Observed.Warning("FailedCreatePodSandBox", "no network")]));
        failure.Message.ShouldContain("no network");
        Failure(Observe(Observed.Deployment(progress: "ProgressDeadlineExceeded"), [], [])).Message.ShouldContain("in time");
    }

    [Fact]
    public void Pods_that_are_being_deleted_tell_nothing()
    {
        var pod = Observed.Pod(Exit7);
        pod["metadata"]!["deletionTimestamp"] = "2026-01-01T12:00:21Z";
        var seen = Observe(Observed.Deployment(), [pod], []);
        seen.Status.State.ShouldBe(ReleaseState.Starting);
        seen.Status.Components[0].Restarts.ShouldBe(0);
    }

    [Fact]
    public void A_release_is_what_its_worst_component_is_and_retiring_is_above_all()
    {
        var site = new ReleaseComponent { Name = "docs", Kind = AppSpecs.ComponentKind.StaticSite, SiteDigest = "sha256:1" };
        var snapshot = Snapshot(Observed.Service(), Observed.Deployment(available: 1, progress: "NewReplicaSetAvailable"), [Observed.Pod(Running, ready: true)], []) with
        {
            Release = Observed.Release(Observed.Service(), site),
        };
        ReleaseObserver.Observe(snapshot, s_soon).Status.State.ShouldBe(ReleaseState.Starting);
        StateWith(ReleaseState.Healthy).ShouldBe(ReleaseState.Healthy);
        StateWith(ReleaseState.Failed).ShouldBe(ReleaseState.Failed);
        ReleaseObserver.Observe(snapshot with { Retiring = true }, s_soon).Status.State.ShouldBe(ReleaseState.Retiring);

        ReleaseState StateWith(ReleaseState state) => ReleaseObserver.Observe(
            snapshot with { Elsewhere = new Dictionary<string, ComponentStatus> { ["docs"] = new("docs", state, 1, 1, 0, null) } }, s_soon).Status.State;
    }

    [Fact]
    public void Objects_without_what_is_expected_of_them_read_as_nothing()
    {
        var odd = Observed.Parse("""{ "metadata": { "name": 3, "labels": { "pipelines.dev/component": "web" } }, "spec": [], "status": { "observedGeneration": "x", "conditions": {}, "containerStatuses": [1, null] } }""");
        Observe(odd, [odd], [odd]).Status.State.ShouldBe(ReleaseState.Starting);
    }

    private static InstanceFailure Failure(ReleaseObservation seen)
    {
        seen.Status.State.ShouldBe(ReleaseState.Failed);
        return seen.Status.Components[0].Failure.ShouldNotBeNull();
    }

    private static ReleaseObservation Observe(JsonObject? deployment, JsonObject[] pods, JsonObject[] warnings) => Observe(Observed.Service(), deployment, pods, warnings);

    private static ReleaseObservation Observe(ReleaseComponent component, JsonObject? deployment, JsonObject[] pods, JsonObject[] warnings) =>
        ReleaseObserver.Observe(Snapshot(component, deployment, pods, warnings), s_soon);

    private static ReleaseSnapshot Snapshot(ReleaseComponent component, JsonObject? deployment, JsonObject[] pods, JsonObject[] warnings) => new()
    {
        Release = Observed.Release(component),
        Deployments = deployment is null ? [] : [deployment],
        Pods = pods,
        Warnings = warnings,
    };
}
