using Pipelines.Activities.Builds;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Deployments;
using Pipelines.Deployments.Requests;
using Pipelines.Orchestrations.Tests.Platform;

namespace Pipelines.Orchestrations.Tests.Apps;

public sealed class AppOrchestratorTests
{
    [Fact]
    public async Task TheFirstDeploymentEndsActiveWithItsReleaseRouted()
    {
        await using var platform = await new TestPlatform().StartAsync();
        var id = await platform.CreateAppAsync(TestPlatform.Spec());
        var deployment = await platform.EndedAsync(id, DeploymentPhase.Active);
        DeploymentProgress.Leaves(deployment.Steps).Count().ShouldBe(6);
        DeploymentProgress.Leaves(deployment.Steps).ShouldAllBe(step => step.Status == StepStatus.Success);
        deployment.Components.ShouldHaveSingleItem().SourceCommit.ShouldBe(platform.Source.Commit);
        var app = await platform.AppAsync(app => app?.ActiveDeploymentId == id);
        app!.InProgressDeploymentId.ShouldBeNull();
        app.LiveUrl.ShouldBe("http://shop.localhost:8080/");
        platform.Cluster.Routed.ShouldBe(id);
    }

    [Fact]
    public async Task AnUnchangedDeploymentReusesTheImageWithoutACloneOrABuild()
    {
        await using var platform = await new TestPlatform().StartAsync();
        _ = await platform.EndedAsync(await platform.CreateAppAsync(TestPlatform.Spec()), DeploymentPhase.Active);
        var second = await platform.EndedAsync(await platform.DeployAsync(), DeploymentPhase.Active);
        platform.Source.Fetches.ShouldBe(1);
        platform.Builder.Requests.Count.ShouldBe(1);
        second.Components.ShouldHaveSingleItem().Reused.ShouldBeTrue();
        DeploymentProgress.Leaves(second.Steps).Select(step => step.Reason?.Code).ShouldContain(ReasonCodes.PreviousBuildReused);
    }

    [Fact]
    public async Task AChangedRuntimeVariableDeploysWithoutABuildAndReachesTheRelease()
    {
        await using var platform = await new TestPlatform().StartAsync();
        _ = await platform.EndedAsync(await platform.CreateAppAsync(TestPlatform.Spec("hello")), DeploymentPhase.Active);
        var second = await platform.DeployAsync(TestPlatform.Spec("good day"));
        _ = await platform.EndedAsync(second, DeploymentPhase.Active);
        platform.Builder.Requests.Count.ShouldBe(1);
        platform.Cluster.Releases[second].Components.ShouldHaveSingleItem().Environment["GREETING"].ShouldBe("good day");
    }

    [Fact]
    public async Task AForcedBuildBuildsWhatHasNotChanged()
    {
        await using var platform = await new TestPlatform().StartAsync();
        _ = await platform.EndedAsync(await platform.CreateAppAsync(TestPlatform.Spec()), DeploymentPhase.Active);
        _ = await platform.EndedAsync(await platform.DeployAsync(forceBuild: true), DeploymentPhase.Active);
        platform.Builder.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task WhatThePlatformDoesNotRunFailsTheDeploymentAndSaysSo()
    {
        await using var platform = await new TestPlatform().StartAsync();
        var failed = await platform.EndedAsync(await platform.CreateAppAsync(TestPlatform.Spec() with { Databases = [new DatabaseSpec { Name = "db" }] }), DeploymentPhase.Error);
        failed.Reason!.Code.ShouldBe(ReasonCodes.DatabaseNotAvailable);
        failed.Reason.Message.ShouldContain("\"db\"");
        platform.Source.Fetches.ShouldBe(0);
        failed = await platform.EndedAsync(await platform.DeployAsync(TestPlatform.Spec() with { Functions = [new FunctionsSpec { Name = "fn" }] }), DeploymentPhase.Error);
        failed.Reason!.Message.ShouldContain("serverless functions");
    }

    [Fact]
    public async Task ANewCommitWithTheSameTreeReusesTheImage()
    {
        await using var platform = await new TestPlatform().StartAsync();
        _ = await platform.EndedAsync(await platform.CreateAppAsync(TestPlatform.Spec()), DeploymentPhase.Active);
        platform.Source.Commit = new string('b', 40);
        var second = await platform.EndedAsync(await platform.DeployAsync(), DeploymentPhase.Active);
        platform.Builder.Requests.Count.ShouldBe(1);
        second.Components.ShouldHaveSingleItem().SourceCommit.ShouldBe(platform.Source.Commit);
    }

    [Fact]
    public async Task AFailedBuildEndsInErrorAndLeavesWhatRuns()
    {
        await using var platform = await new TestPlatform().StartAsync();
        var first = await platform.CreateAppAsync(TestPlatform.Spec());
        _ = await platform.EndedAsync(first, DeploymentPhase.Active);
        platform.Source.Tree = "tree-2";
        platform.Source.Commit = new string('b', 40);
        platform.Builder.OnBuild = (_, _) => throw new BuildException(ReasonCodes.BuildJobExitNonZero, "npm run build ended with exit code 3", 3);
        var failed = await platform.EndedAsync(await platform.DeployAsync(), DeploymentPhase.Error);
        failed.Reason!.Code.ShouldBe(ReasonCodes.BuildJobExitNonZero);
        failed.ExitCode.ShouldBe(3);
        failed.LastLines.ShouldNotBeEmpty();
        DeploymentProgress.Leaves(failed.Steps).ShouldContain(step => step.Status == StepStatus.Error);
        platform.Cluster.Routed.ShouldBe(first);
        (await platform.AppAsync(app => app!.InProgressDeploymentId is null))!.ActiveDeploymentId.ShouldBe(first);
        (await platform.Deployments.CountAsync(platform.AppId, TestContext.Current.CancellationToken)).ShouldBe(2);
    }

    [Fact]
    public async Task AnUnreachableSourceEndsInErrorWithItsReason()
    {
        await using var platform = await new TestPlatform().StartAsync();
        platform.Source.Failure = new("the repository has no branch \"mian\"; did you mean \"main\"?");
        var failed = await platform.EndedAsync(await platform.CreateAppAsync(TestPlatform.Spec()), DeploymentPhase.Error);
        failed.Reason!.Message.ShouldContain("did you mean");
    }

    [Fact]
    public async Task ASourceThatStaysOutOfReachEndsTheDeploymentInItsOwnWords()
    {
        await using var platform = await new TestPlatform().StartAsync();
        platform.Source.Failure = new("the repository cannot be reached: connection refused", transient: true);
        var failed = await platform.EndedAsync(await platform.CreateAppAsync(TestPlatform.Spec()), DeploymentPhase.Error);
        failed.Reason.ShouldBe(new StepReason(ReasonCodes.BuildJobFailed, "the repository cannot be reached: connection refused"));
    }

    [Fact]
    public async Task AReleaseThatDoesNotBecomeHealthyIsRolledBackAndRecorded()
    {
        await using var platform = await new TestPlatform().StartAsync();
        var first = await platform.CreateAppAsync(TestPlatform.Spec("one"));
        _ = await platform.EndedAsync(first, DeploymentPhase.Active);
        platform.Cluster.OnApply = (_, component) => FakeCluster.Failed(component.Name, InstanceFailureReason.ExitNonZero, 7, "exited with code 7");
        var second = await platform.DeployAsync(TestPlatform.Spec("two"));
        var failed = await platform.EndedAsync(second, DeploymentPhase.Error);
        failed.Reason!.Code.ShouldBe(ReasonCodes.DeployContainerExitNonZero);
        failed.ExitCode.ShouldBe(7);
        failed.LastLines.ShouldBe(["last words"]);
        platform.Cluster.Routed.ShouldBe(first);
        await platform.ClusterAsync(cluster => cluster.Calls.Contains("retire " + second));
        await AssertAutoRollbackAsync(platform, failed: second, restored: first);
    }

    [Fact]
    public async Task ACrashInTheFirstMinuteRollsBackToTheReleaseThatStandsBy()
    {
        await using var platform = await new TestPlatform { Probation = TimeSpan.FromMinutes(1) }.StartAsync();
        var first = await platform.CreateAppAsync(TestPlatform.Spec("one"));
        _ = await platform.EndedAsync(first, DeploymentPhase.Active);
        var second = await platform.DeployAsync(TestPlatform.Spec("two"));
        _ = await platform.EndedAsync(second, DeploymentPhase.Active);
        _ = await platform.AppAsync(app => app!.ActiveDeploymentId == second);
        platform.Cluster.Releases.Keys.ShouldContain(first, "the previous release stands by");
        platform.Cluster.Set(second, new ComponentStatus("web", ReleaseState.Degraded, 0, 1, 1, new InstanceFailure(InstanceFailureReason.OutOfMemory, 137, "out of memory", [])));
        var crashed = await platform.EndedAsync(second, DeploymentPhase.Error);
        crashed.Reason!.Code.ShouldBe(ReasonCodes.ContainerOutOfMemory);
        platform.Cluster.Routed.ShouldBe(first);
        await AssertAutoRollbackAsync(platform, failed: second, restored: first);
        await platform.ClusterAsync(cluster => cluster.Calls.Contains("retire " + second));
    }

    [Fact]
    public async Task AfterAQuietFirstMinuteThePreviousReleaseIsRetired()
    {
        await using var platform = await new TestPlatform().StartAsync();
        var first = await platform.CreateAppAsync(TestPlatform.Spec("one"));
        _ = await platform.EndedAsync(first, DeploymentPhase.Active);
        var second = await platform.DeployAsync(TestPlatform.Spec("two"));
        await platform.ClusterAsync(cluster => cluster.Calls.Contains("retire " + first));
        platform.Cluster.Routed.ShouldBe(second);
        platform.Cluster.Releases.Keys.ShouldBe([second]);
        var replaced = await platform.EndedAsync(first, DeploymentPhase.Superseded);
        DeploymentProgress.Leaves(replaced.Steps).ShouldAllBe(step => step.Status == StepStatus.Success);
    }

    [Fact]
    public async Task ABuildingDeploymentGivesWayAndOfThoseThatWaitTheNewestWins()
    {
        await using var platform = await new TestPlatform().StartAsync();
        var blocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        platform.Builder.OnBuild = async (request, cancellation) =>
        {
            blocked.TrySetResult();
            await new TaskCompletionSource().Task.WaitAsync(cancellation);
            return FakeBuilder.Image(request);
        };
        var first = await platform.CreateAppAsync(TestPlatform.Spec());
        await blocked.Task.WaitAsync(TestContext.Current.CancellationToken);
        platform.Builder.OnBuild = (request, _) => Task.FromResult(FakeBuilder.Image(request));
        var second = await platform.DeployAsync(TestPlatform.Spec("two"));
        _ = await platform.EndedAsync(first, DeploymentPhase.Superseded);
        _ = await platform.EndedAsync(second, DeploymentPhase.Active);
        platform.Cluster.Calls.ShouldNotContain("apply " + first);
    }

    [Fact]
    public async Task ADeployingDeploymentFinishesFirstAndOnlyTheNewestFollows()
    {
        await using var platform = await new TestPlatform().StartAsync();
        platform.Cluster.OnApply = (_, component) => FakeCluster.Starting(component.Name);
        var first = await platform.CreateAppAsync(TestPlatform.Spec("one"));
        await platform.ClusterAsync(cluster => cluster.Releases.ContainsKey(first));
        platform.Cluster.OnApply = (_, component) => FakeCluster.Healthy(component.Name);
        var second = await platform.DeployAsync(TestPlatform.Spec("two"));
        var third = await platform.DeployAsync(TestPlatform.Spec("three"));
        _ = await platform.EndedAsync(second, DeploymentPhase.Superseded);
        platform.Cluster.Set(first, FakeCluster.Healthy("web"));
        _ = await platform.EndedAsync(first, DeploymentPhase.Active);
        _ = await platform.EndedAsync(third, DeploymentPhase.Active);
        platform.Cluster.Calls.ShouldNotContain("apply " + second);
        platform.Cluster.Routed.ShouldBe(third);
    }

    [Fact]
    public async Task ACancelledDeploymentThatIsStartingIsTakenBack()
    {
        await using var platform = await new TestPlatform().StartAsync();
        var first = await platform.CreateAppAsync(TestPlatform.Spec("one"));
        _ = await platform.EndedAsync(first, DeploymentPhase.Active);
        platform.Cluster.OnApply = (_, component) => FakeCluster.Starting(component.Name);
        var second = await platform.DeployAsync(TestPlatform.Spec("two"));
        await platform.ClusterAsync(cluster => cluster.Releases.ContainsKey(second));
        await platform.SendAsync(new CancelRequest { DeploymentId = second, RequestedAt = DateTimeOffset.UtcNow });
        _ = await platform.EndedAsync(second, DeploymentPhase.Canceled);
        await platform.ClusterAsync(cluster => cluster.Calls.Contains("retire " + second));
        platform.Cluster.Routed.ShouldBe(first);
        (await platform.AppAsync(app => app!.InProgressDeploymentId is null))!.ActiveDeploymentId.ShouldBe(first);
    }

    [Fact]
    public async Task JobsRunAtTheirMoments()
    {
        await using var platform = await new TestPlatform().StartAsync();
        var spec = TestPlatform.Spec(
            null,
            TestPlatform.Job("migrate", JobKind.PreDeploy),
            TestPlatform.Job("warm-up", JobKind.PostDeploy),
            TestPlatform.Job("sorry", JobKind.FailedDeploy));
        var id = await platform.CreateAppAsync(spec);
        _ = await platform.EndedAsync(id, DeploymentPhase.Active);
        platform.Cluster.Calls.ShouldBe(["job migrate", "apply " + id, "route " + id, "job warm-up"]);
    }

    [Fact]
    public async Task AFailedPreDeployJobStopsTheDeploymentBeforeAnythingStarts()
    {
        await using var platform = await new TestPlatform().StartAsync();
        platform.Cluster.OnJob = job => new JobResult(
            job.Component.Name == "sorry", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, new InstanceFailure(InstanceFailureReason.ExitNonZero, 2, "exit code 2", ["no table"]));
        var id = await platform.CreateAppAsync(TestPlatform.Spec(null, TestPlatform.Job("migrate", JobKind.PreDeploy), TestPlatform.Job("sorry", JobKind.FailedDeploy)));
        var failed = await platform.EndedAsync(id, DeploymentPhase.Error);
        failed.ExitCode.ShouldBe(2);
        failed.LastLines.ShouldBe(["no table"]);
        platform.Cluster.Calls.ShouldBe(["job migrate", "job sorry"]);
    }

    [Fact]
    public async Task ARollbackRunsTheOldBuildPinsTheAppAndIsCommitted()
    {
        await using var platform = await new TestPlatform().StartAsync();
        var first = await platform.CreateAppAsync(TestPlatform.Spec("one"));
        _ = await platform.EndedAsync(first, DeploymentPhase.Active);
        var second = await platform.DeployAsync(TestPlatform.Spec("two"));
        _ = await platform.EndedAsync(second, DeploymentPhase.Active);
        var back = DeploymentIds.New(DateTimeOffset.UtcNow);
        await platform.SendAsync(new RollbackRequest { DeploymentId = back, TargetDeploymentId = first, RequestedAt = DateTimeOffset.UtcNow });
        var rolledBack = await platform.EndedAsync(back, DeploymentPhase.Active);
        rolledBack.Cause.Type.ShouldBe(DeploymentCauseType.ManualRollback);
        rolledBack.ClonedFrom.ShouldBe(first);
        platform.Cluster.Releases[back].Components[0].Environment["GREETING"].ShouldBe("one");
        var pinned = await platform.AppAsync(app => app!.ActiveDeploymentId == back);
        pinned!.PinnedDeploymentId.ShouldBe(back);
        pinned.Spec.Services[0].Envs[0].Value.ShouldBe("two");
        await platform.SendAsync(new CommitRollbackRequest { RequestedAt = DateTimeOffset.UtcNow });
        var committed = await platform.AppAsync(app => app!.PinnedDeploymentId is null);
        committed!.Spec.Services[0].Envs[0].Value.ShouldBe("one");
    }

    [Fact]
    public async Task ARevertedRollbackRunsWhatRanBefore()
    {
        await using var platform = await new TestPlatform().StartAsync();
        var first = await platform.CreateAppAsync(TestPlatform.Spec("one"));
        _ = await platform.EndedAsync(first, DeploymentPhase.Active);
        var second = await platform.DeployAsync(TestPlatform.Spec("two"));
        _ = await platform.EndedAsync(second, DeploymentPhase.Active);
        await platform.SendAsync(new RollbackRequest { DeploymentId = DeploymentIds.New(DateTimeOffset.UtcNow), TargetDeploymentId = first, RequestedAt = DateTimeOffset.UtcNow });
        _ = await platform.AppAsync(app => app!.PinnedDeploymentId is not null && app.ActiveDeploymentId == app.PinnedDeploymentId);
        var revert = DeploymentIds.New(DateTimeOffset.UtcNow);
        await platform.SendAsync(new RevertRollbackRequest { DeploymentId = revert, RequestedAt = DateTimeOffset.UtcNow });
        var reverted = await platform.EndedAsync(revert, DeploymentPhase.Active);
        reverted.ClonedFrom.ShouldBe(second);
        platform.Cluster.Releases[revert].Components[0].Environment["GREETING"].ShouldBe("two");
        (await platform.AppAsync(app => app!.ActiveDeploymentId == revert))!.PinnedDeploymentId.ShouldBeNull();
    }

    [Fact]
    public async Task ARollbackAskedForDuringADeploymentIsRevertedToThatDeployment()
    {
        await using var platform = await new TestPlatform().StartAsync();
        var first = await platform.CreateAppAsync(TestPlatform.Spec("one"));
        _ = await platform.EndedAsync(first, DeploymentPhase.Active);
        platform.Cluster.OnApply = (_, component) => FakeCluster.Starting(component.Name);
        var second = await platform.DeployAsync(TestPlatform.Spec("two"));
        await platform.ClusterAsync(cluster => cluster.Releases.ContainsKey(second));
        platform.Cluster.OnApply = (_, component) => FakeCluster.Healthy(component.Name);
        var back = DeploymentIds.New(DateTimeOffset.UtcNow);
        await platform.SendAsync(new RollbackRequest { DeploymentId = back, TargetDeploymentId = first, RequestedAt = DateTimeOffset.UtcNow });
        _ = await platform.AppAsync(app => app!.PinnedDeploymentId == back);
        platform.Cluster.Set(second, FakeCluster.Healthy("web"));
        _ = await platform.EndedAsync(back, DeploymentPhase.Active);
        var revert = DeploymentIds.New(DateTimeOffset.UtcNow);
        await platform.SendAsync(new RevertRollbackRequest { DeploymentId = revert, RequestedAt = DateTimeOffset.UtcNow });
        (await platform.EndedAsync(revert, DeploymentPhase.Active)).ClonedFrom.ShouldBe(second);
    }

    [Fact]
    public async Task ADeletedAppIsGoneWithItsNameWhileItDeploys()
    {
        await using var platform = await new TestPlatform().StartAsync();
        platform.Cluster.OnApply = (_, component) => FakeCluster.Starting(component.Name);
        var id = await platform.CreateAppAsync(TestPlatform.Spec());
        await platform.ClusterAsync(cluster => cluster.Releases.ContainsKey(id));
        await platform.SendAsync(new DeleteRequest { RequestedAt = DateTimeOffset.UtcNow });
        _ = await platform.AppAsync(app => app is null);
        platform.Cluster.Releases.ShouldBeEmpty();
        (await platform.Apps.FindNameAsync("shop", TestContext.Current.CancellationToken)).ShouldBeNull();
        (await platform.Deployments.CountAsync(platform.AppId, TestContext.Current.CancellationToken)).ShouldBe(0);
    }

    [Fact]
    public async Task ARestartOfTheControlPlaneChangesNothing()
    {
        await using var platform = await new TestPlatform().StartAsync();
        platform.Cluster.OnApply = (_, component) => FakeCluster.Starting(component.Name);
        var id = await platform.CreateAppAsync(TestPlatform.Spec());
        await platform.ClusterAsync(cluster => cluster.Releases.ContainsKey(id));
        await platform.RestartAsync();
        platform.Cluster.Set(id, FakeCluster.Healthy("web"));
        _ = await platform.EndedAsync(id, DeploymentPhase.Active);
        platform.Builder.Requests.Count.ShouldBe(1);
    }

    private static async Task AssertAutoRollbackAsync(TestPlatform platform, string failed, string restored)
    {
        var app = await platform.AppAsync(app => app!.ActiveDeploymentId is { } active && active != failed && active != restored);
        var rollback = await platform.EndedAsync(app!.ActiveDeploymentId!, DeploymentPhase.Active);
        rollback.Cause.Type.ShouldBe(DeploymentCauseType.AutoRollback);
        rollback.ClonedFrom.ShouldBe(restored);
        rollback.ReleaseId.ShouldBe(restored);
        rollback.PreviousDeploymentId.ShouldBe(failed);
        _ = await platform.EndedAsync(restored, DeploymentPhase.Superseded);
    }
}
