using System.Text.Json.Nodes;
using Pipelines.Activities.Clusters.Kubernetes.Jobs;
using Pipelines.Clusters;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes;

public sealed class JobObserverTests
{
    private const string Exit7 = """{ "terminated": { "exitCode": 7, "reason": "Error", "finishedAt": "2026-01-01T12:00:20Z" } }""";
    private const string NoImage = """{ "waiting": { "reason": "ErrImagePull", "message": "x: not found" } }""";
    private static readonly JobRun s_run = new() { Key = "k", AppId = "a1", ReleaseId = "r1", Component = Observed.Service() with { Readiness = null }, Timeout = TimeSpan.FromMinutes(1) };

    [Fact]
    public void It_has_succeeded_when_the_cluster_says_so() => Observe(Job("Complete"), []).ShouldBe(new JobObservation(true));

    [Fact]
    public void It_is_under_way_as_long_as_nothing_is_said()
    {
        Observe(Job(null), []).HasEnded.ShouldBeFalse();
        Observe(Job(null), [Observed.Pod(Exit7, phase: "Failed")]).HasEnded.ShouldBeFalse("the cluster may try again, or not: it says so");
    }

    [Fact]
    public void A_failure_is_told_by_its_pod()
    {
        var seen = Observe(Job("Failed", "BackoffLimitExceeded"), [Observed.Pod(Exit7, phase: "Failed")]);
        (seen.Failure!.Reason, seen.Failure.ExitCode).ShouldBe((InstanceFailureReason.ExitNonZero, 7));
        seen.Witness!.Pod.ShouldBe("web-1-a");
        Observe(Job("Failed", "BackoffLimitExceeded"), []).Failure!.Message.ShouldContain("gave it up: words");
    }

    [Fact]
    public void The_pods_own_end_is_awaited_for_a_while()
    {
        var job = Job("Failed", "BackoffLimitExceeded");
        job["status"]!["conditions"]![0]!["lastTransitionTime"] = "2026-01-01T12:00:20Z";
        var behind = Observe(job, [Observed.Pod("""{ "running": {} }""")]);
        (behind.HasEnded, behind.LookAgainAt).ShouldBe((false, Observed.Start.AddSeconds(30)));
        Observe(job, [Observed.Pod(Exit7, phase: "Failed")]).Failure!.ExitCode.ShouldBe(7);
        JobObserver.Observe(s_run, Observed.Start, job, [Observed.Pod("""{ "running": {} }""")], [], Observed.Start.AddSeconds(30)).HasEnded.ShouldBeTrue();
    }

    [Fact]
    public void A_deadline_is_a_timeout_unless_it_never_started()
    {
        Observe(Job("Failed", "DeadlineExceeded"), []).Failure!.Reason.ShouldBe(InstanceFailureReason.Timeout);
        var pod = Observed.Pod("{}", phase: "Pending", conditions: """, { "type": "PodScheduled", "status": "False", "message": "0/1 nodes are available" }""");
        Observe(Job("Failed", "DeadlineExceeded"), [pod]).Failure!.Message.ShouldContain("0/1 nodes are available");
        var stopped = Observed.Pod(Exit7, phase: "Failed");
        stopped["status"]!["reason"] = "DeadlineExceeded";
        Observe(Job("Failed", "BackoffLimitExceeded"), [stopped]).Failure!.Reason.ShouldBe(InstanceFailureReason.Timeout);
    }

    [Fact]
    public void What_keeps_it_from_starting_ends_it_when_it_stays()
    {
        var seen = Observe(Job(null), [Observed.Pod(NoImage, phase: "Pending")]);
        seen.Failure!.Reason.ShouldBe(InstanceFailureReason.ImageUnavailable);
        seen.MustStop.ShouldBeTrue("the cluster would go on trying");
    }

    [Fact]
    public void Pods_that_the_API_refuses_are_told_by_the_events_of_the_Job()
    {
        var refused = Observed.Parse("""{ "type": "Warning", "reason": "FailedCreate", "message": "exceeded quota: app", "firstTimestamp": "2026-01-01T12:00:22Z", "involvedObject": { "kind": "Job", "uid": "j" } }""");
        var early = Observe(Job(null), [], refused);
        (early.HasEnded, early.LookAgainAt).ShouldBe((false, Observed.Start.AddSeconds(27)));
        JobObserver.Observe(s_run, Observed.Start, Job(null), [], [refused], Observed.Start.AddSeconds(27)).Failure!.Reason.ShouldBe(InstanceFailureReason.ResourceExhausted);
    }

    [Fact]
    public void One_that_is_being_removed_has_vanished()
    {
        var job = Job(null);
        job["metadata"]!["deletionTimestamp"] = "2026-01-01T12:00:21Z";
        Observe(job, []).ShouldBe(JobObservation.Vanished);
    }

    private static JobObservation Observe(JsonObject job, JsonObject[] pods, params JsonObject[] warnings) =>
        JobObserver.Observe(s_run, Observed.Start, job, pods, warnings, Observed.Start.AddSeconds(25));

    private static JsonObject Job(string? condition, string reason = "") => Observed.Parse($$"""
        { "metadata": { "name": "job", "uid": "j" },
          "status": { "conditions": [ {{(condition is null ? "" : $$"""{ "type": "{{condition}}", "status": "True", "reason": "{{reason}}", "message": "words" }""")}} ] } }
        """);
}
