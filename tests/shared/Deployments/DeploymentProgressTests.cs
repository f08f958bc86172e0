using Pipelines.AppSpecs;

namespace Pipelines.Deployments.Tests;

public sealed class DeploymentProgressTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 1, 0, 0, TimeSpan.Zero);
    private static readonly StepReason s_reason = new(ReasonCodes.BuildJobFailed, "it failed");

    [Fact]
    public void OneServiceHasSixLeavesAsClientsExpect()
    {
        var steps = DeploymentProgress.Initial(new AppSpec { Name = "shop", Services = [new ServiceSpec { Name = "web" }] });
        DeploymentProgress.Leaves(steps).Select(leaf => (leaf.Name, leaf.ComponentName, leaf.MessageBase)).ShouldBe(
        [
            ("initialize", null, null),
            ("web", "web", "Building service"),
            ("initialize", null, null),
            ("deploy", "web", "Deploying service"),
            ("wait", "web", "Waiting for service"),
            ("finalize", null, null),
        ]);
        DeploymentProgress.Leaves(steps).ShouldAllBe(leaf => leaf.Status == StepStatus.Pending);
    }

    [Fact]
    public void JobsThatRunLaterAreNotCounted()
    {
        var spec = new AppSpec
        {
            Name = "shop",
            Jobs = [new JobSpec { Name = "nightly", Kind = JobKind.Scheduled }, new JobSpec { Name = "sorry", Kind = JobKind.FailedDeploy }, new JobSpec { Name = "migrate", Kind = JobKind.PreDeploy }],
        };
        DeploymentProgress.Leaves(DeploymentProgress.Initial(spec)).Select(leaf => leaf.ComponentName).OfType<string>().Distinct().ShouldBe(["migrate"]);
    }

    [Fact]
    public void ANodeIsAsDoneAsItsSteps()
    {
        var steps = Initial();
        steps = DeploymentProgress.With(steps, ["build", "initialize"], StepStatus.Success, s_now);
        steps[0].Status.ShouldBe(StepStatus.Running);
        steps[0].StartedAt.ShouldBe(s_now);
        steps = DeploymentProgress.With(steps, ["build", "components", "web"], StepStatus.Success, s_now.AddSeconds(2));
        steps[0].Status.ShouldBe(StepStatus.Success);
        steps[0].EndedAt.ShouldBe(s_now.AddSeconds(2));
        steps[1].Status.ShouldBe(StepStatus.Pending);
    }

    [Fact]
    public void AnUnknownStepIsAnError() =>
        Should.Throw<ArgumentException>(() => DeploymentProgress.With(Initial(), ["build", "components", "other"], StepStatus.Success, s_now)).Message.ShouldContain("other");

    [Fact]
    public void AbortingTurnsWhatRunsIntoErrors()
    {
        var steps = DeploymentProgress.With(Initial(), ["build", "initialize"], StepStatus.Success, s_now);
        steps = DeploymentProgress.With(steps, ["build", "components", "web"], StepStatus.Running, s_now);
        var aborted = DeploymentProgress.Leaves(DeploymentProgress.Abort(steps, s_now.AddSeconds(1), s_reason)).ToList();
        aborted.Select(leaf => leaf.Status).ShouldBe([StepStatus.Success, StepStatus.Error, StepStatus.Pending, StepStatus.Pending, StepStatus.Pending, StepStatus.Pending]);
        aborted[1].Reason.ShouldBe(s_reason);
    }

    [Fact]
    public void AbortingAlwaysLeavesAnErrorSoThatClientsStopWaiting()
    {
        DeploymentProgress.Leaves(DeploymentProgress.Abort(Initial(), s_now, s_reason)).Count(leaf => leaf.Status == StepStatus.Error).ShouldBe(1);
        var done = DeploymentProgress.Complete(Initial(), s_now);
        DeploymentProgress.Leaves(DeploymentProgress.Abort(done, s_now, s_reason)).Last().Status.ShouldBe(StepStatus.Error);
        var failed = DeploymentProgress.With(Initial(), ["deploy", "finalize"], StepStatus.Error, s_now, s_reason);
        DeploymentProgress.Abort(failed, s_now, s_reason).ShouldBeSameAs(failed);
    }

    [Fact]
    public void CompletingMarksEveryLeafAndNode()
    {
        var done = DeploymentProgress.Complete(Initial(), s_now, s_reason);
        DeploymentProgress.Leaves(done).ShouldAllBe(leaf => leaf.Status == StepStatus.Success && leaf.Reason == s_reason);
        done.ShouldAllBe(step => step.Status == StepStatus.Success);
    }

    private static IReadOnlyList<ProgressStep> Initial() =>
        DeploymentProgress.Initial(new AppSpec { Name = "shop", Services = [new ServiceSpec { Name = "web" }] });
}
