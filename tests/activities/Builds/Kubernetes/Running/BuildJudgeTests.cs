using System.Text.Json.Nodes;
using Pipelines.Activities.Builds.Kubernetes;
using Pipelines.Activities.Builds.Kubernetes.Running;
using Pipelines.Deployments;

namespace Pipelines.Activities.Tests.Builds.Kubernetes.Running;

/// <summary>What Jobs and pods look like when they end in all their ways, and what is told.</summary>
public sealed class BuildJudgeTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(50);
    private readonly BuildOutput output = new();

    [Fact]
    public void A_Job_that_is_complete_reports_what_its_last_step_said()
    {
        var verdict = Judge(Job("Complete"), Pod("Succeeded", """{"containerStatuses":[{"name":"export","state":{"terminated":{"exitCode":0,"message":"sha256:1"}}}]}"""));
        verdict.State.ShouldBe(BuildJobState.Succeeded);
        verdict.Report.ShouldBe("sha256:1");
    }

    [Theory]
    [InlineData("detect", 20, null, ReasonCodes.BuildJobFailed, "No buildpack")]
    [InlineData("build", 51, null, ReasonCodes.BuildJobExitNonZero, "exit code 51")]
    [InlineData("build-command", 3, null, ReasonCodes.BuildJobExitNonZero, "exit code 3")]
    [InlineData("analyze", 11, null, ReasonCodes.BuildJobFailed, "Platform API")]
    [InlineData("export", 60, null, ReasonCodes.BuildJobFailed, "'export'")]
    [InlineData("source", 22, null, ReasonCodes.BuildJobFailed, "source")]
    [InlineData("build", 137, "OOMKilled", ReasonCodes.BuildJobOutOfMemory, "4096 MiB")]
    [InlineData("build", 137, "Error", ReasonCodes.BuildJobOutOfMemory, "4096 MiB")]
    [InlineData("build", 128, "StartError", ReasonCodes.BuildJobFailed, "could not start: no such file")]
    public void A_step_that_failed_tells_why(string step, int exitCode, string? reason, string code, string words)
    {
        var pod = Pod("Failed", $$$$"""{"initContainerStatuses":[{"name":"{{{{step}}}}","state":{"terminated":{"exitCode":{{{{exitCode}}}},"reason":"{{{{reason}}}}","message":"no such file"}}}]}""");
        var verdict = Judge(Job("Failed", "BackoffLimitExceeded"), pod);
        verdict.State.ShouldBe(BuildJobState.Failed);
        verdict.Failure!.Code.ShouldBe(code);
        verdict.Failure.Message.ShouldContain(words);
        verdict.Failure.ExitCode.ShouldBe(exitCode);
    }

    [Fact]
    public void The_exit_code_of_the_command_is_told_rather_than_that_of_the_tool()
    {
        output.Note("ERROR: failed to build: exit status 7");
        var failure = Judge(Job("Failed"), Pod("Failed", """{"initContainerStatuses":[{"name":"build","state":{"terminated":{"exitCode":51}}}]}""")).Failure!;
        failure.ExitCode.ShouldBe(7);
        failure.Code.ShouldBe(ReasonCodes.BuildJobExitNonZero);
    }

    [Fact]
    public void A_deadline_is_told_as_such() =>
        Judge(Job("Failed", "DeadlineExceeded"), null).Failure!.Code.ShouldBe(ReasonCodes.BuildJobTimeout);

    [Theory]
    [InlineData("""{"phase":"Failed","reason":"Evicted","message":"The node was low on resource: memory."}""", BuildJobState.Vanished)]
    [InlineData("""{"phase":"Failed","reason":"Evicted","message":"Usage of EmptyDir volume \"layers\" exceeds the limit \"10Gi\"."}""", BuildJobState.Failed)]
    [InlineData("""{"phase":"Failed","reason":"NodeLost"}""", BuildJobState.Vanished)]
    [InlineData("""{"phase":"Failed","reason":"Shutdown","message":"Node is shutting, evicting pods"}""", BuildJobState.Vanished)]
    internal void Who_ended_it_decides_whether_it_runs_again(string status, BuildJobState state) =>
        Judge(Job("Failed"), new JsonObject { ["metadata"] = new JsonObject { ["uid"] = "p" }, ["status"] = JsonNode.Parse(status) }).State.ShouldBe(state);

    [Fact]
    public void What_was_deleted_vanished()
    {
        Judge(null, null).State.ShouldBe(BuildJobState.Vanished);
        var pod = Pod("Failed", """{"containerStatuses":[{"name":"export","state":{"terminated":{"exitCode":137}}}]}""");
        pod["metadata"]!["deletionTimestamp"] = "2020-01-01T00:00:00Z";
        Judge(Job("Failed"), pod).State.ShouldBe(BuildJobState.Vanished);
    }

    [Theory]
    [InlineData("ImagePullBackOff", 4, BuildJobState.Running)]
    [InlineData("ImagePullBackOff", 5, BuildJobState.Failed)]
    [InlineData("CreateContainerConfigError", 5, BuildJobState.Failed)]
    [InlineData("InvalidImageName", 0, BuildJobState.Failed)]
    [InlineData("PodInitializing", 60, BuildJobState.Running)]
    internal void Patience_has_an_end(string reason, int minutes, BuildJobState state)
    {
        var judge = new BuildJudge(new KubernetesBuildOptions(), SampleBuilds.Limits, TimeSpan.FromHours(1));
        var view = new BuildJobView(Job(), Pod("Pending", $$$$"""{"initContainerStatuses":[{"name":"build","state":{"waiting":{"reason":"{{{{reason}}}}","message":"pull access denied"}}}]}"""), false);
        judge.Judge(view, Now, output).State.ShouldBe(minutes == 0 ? state : BuildJobState.Running);
        var verdict = judge.Judge(view, Now.AddMinutes(minutes), output);
        verdict.State.ShouldBe(state);
        (verdict.Failure?.Message.Contains("pull access denied") ?? true).ShouldBeTrue();
    }

    [Fact]
    public void No_room_is_told_in_the_schedulers_words()
    {
        var judge = new BuildJudge(new KubernetesBuildOptions(), SampleBuilds.Limits, TimeSpan.FromHours(1));
        var view = new BuildJobView(Job(), Pod("Pending", """{"conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"0/3 nodes are available: 3 Insufficient memory."}]}"""), false);
        judge.Judge(view, Now, output).State.ShouldBe(BuildJobState.Running);
        var failure = judge.Judge(view, Now.AddMinutes(10), output).Failure!;
        failure.Code.ShouldBe(ReasonCodes.ResourceExhausted);
        failure.Message.ShouldContain("3 Insufficient memory");
    }

    private BuildVerdict Judge(JsonObject? job, JsonObject? pod) =>
        new BuildJudge(new KubernetesBuildOptions(), SampleBuilds.Limits, TimeSpan.FromHours(1)).Judge(new BuildJobView(job, pod, false), Now, output);

    private static JsonObject Job(string? condition = null, string? reason = null) => new()
    {
        ["metadata"] = new JsonObject { ["uid"] = "j" },
        ["status"] = condition is null ? [] : new JsonObject { ["conditions"] = new JsonArray(new JsonObject { ["type"] = condition, ["status"] = "True", ["reason"] = reason }) },
    };

    private static JsonObject Pod(string phase, string status)
    {
        var parsed = JsonNode.Parse(status)!.AsObject();
        parsed["phase"] = phase;
        return new() { ["metadata"] = new JsonObject { ["uid"] = "p" }, ["status"] = parsed };
    }
}
