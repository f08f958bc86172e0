using Microsoft.DurableTask;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Deployments.Requests;
using Pipelines.Orchestrations.Deliveries;
using Pipelines.Orchestrations.Tests.Platform;

namespace Pipelines.Orchestrations.Tests.Deliveries;

public sealed class DeliveryOrchestratorTests
{
    private static readonly string s_pushed = new('b', 40);

    [Fact]
    public async Task APushDeploysThePushedCommit()
    {
        await using var platform = await new TestPlatform().StartAsync();
        _ = await platform.EndedAsync(await platform.CreateAppAsync(OnPush()), DeploymentPhase.Active);
        platform.Source.Tree = "tree-2";
        var requested = await DeliverAsync(platform, "main");
        var deployment = await platform.EndedAsync(requested.ShouldHaveSingleItem(), DeploymentPhase.Active);
        deployment.Cause.Type.ShouldBe(DeploymentCauseType.DeployOnPush);
        deployment.Cause.Description.ShouldBe("commit bbbbbbb pushed to github/acme/shop");
        deployment.Components[0].SourceCommit.ShouldBe(s_pushed);
    }

    [Fact]
    public async Task APushToAnotherBranchIsANoOp()
    {
        await using var platform = await new TestPlatform().StartAsync();
        _ = await platform.EndedAsync(await platform.CreateAppAsync(OnPush()), DeploymentPhase.Active);
        (await DeliverAsync(platform, "next")).ShouldBeEmpty();
        (await platform.Deployments.CountAsync(platform.AppId, TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    [Fact]
    public async Task WhatGivesWayToAnotherComponentsPushIsBuiltWithIt()
    {
        await using var platform = await new TestPlatform().StartAsync();
        var spec = OnPush() with
        {
            Services =
            [
                new ServiceSpec { Name = "web", SourceDir = "web", GitHub = new GitHubSource { Repo = "acme/shop", Branch = "main", DeployOnPush = true } },
                new ServiceSpec { Name = "api", SourceDir = "api", GitHub = new GitHubSource { Repo = "acme/shop", Branch = "main", DeployOnPush = true } },
            ],
        };
        _ = await platform.EndedAsync(await platform.CreateAppAsync(spec), DeploymentPhase.Active);
        platform.Source.Tree = "tree-2";
        var building = new TaskCompletionSource();
        platform.Builder.OnBuild = async (request, cancellation) =>
        {
            _ = building.TrySetResult();
            if (request.Snapshot.Commit == s_pushed)
            {
                await new TaskCompletionSource().Task.WaitAsync(cancellation);
            }

            return FakeBuilder.Image(request);
        };
        var first = (await DeliverAsync(platform, "main", 1, s_pushed, "web/index.html")).ShouldHaveSingleItem();
        await building.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        platform.Builder.OnBuild = (request, _) => Task.FromResult(FakeBuilder.Image(request));
        platform.Source.Tree = "tree-3";
        var newer = new string('c', 40);
        var second = (await DeliverAsync(platform, "main", 2, newer, "api/main.go")).ShouldHaveSingleItem();
        var deployment = await platform.EndedAsync(second, DeploymentPhase.Active);
        (deployment.CommitOf("web"), deployment.CommitOf("api")).ShouldBe((s_pushed, newer));
        _ = await platform.EndedAsync(first, DeploymentPhase.Superseded);
    }

    [Fact]
    public async Task APushThatWasOvertakenMakesNoDeployment()
    {
        await using var platform = await new TestPlatform().StartAsync();
        _ = await platform.EndedAsync(await platform.CreateAppAsync(OnPush()), DeploymentPhase.Active);
        platform.Source.Tree = "tree-2";
        platform.Source.Commit = new string('d', 40);
        _ = await platform.EndedAsync((await DeliverAsync(platform, "main", 1, s_pushed, "x")).ShouldHaveSingleItem(), DeploymentPhase.Active);

        // c→d arrives before b→c; what b→c asks for is there already.
        var newest = (await DeliverAsync(platform, "main", 3, platform.Source.Commit, "x", before: new string('c', 40))).ShouldHaveSingleItem();
        var late = (await DeliverAsync(platform, "main", 2, new string('c', 40), "x", before: s_pushed)).ShouldHaveSingleItem();
        _ = await platform.EndedAsync(newest, DeploymentPhase.Active);
        _ = await platform.EndedAsync(await platform.DeployAsync(), DeploymentPhase.Active);
        (await platform.Deployments.GetAsync(platform.AppId, late, TestContext.Current.CancellationToken)).ShouldBeNull();
        (await platform.Deployments.CountAsync(platform.AppId, TestContext.Current.CancellationToken)).ShouldBe(4);
    }

    private static AppSpec OnPush() => new()
    {
        Name = "shop",
        Services = [new ServiceSpec { Name = "web", GitHub = new GitHubSource { Repo = "acme/shop", Branch = "main", DeployOnPush = true } }],
    };

    private static Task<IReadOnlyList<string>> DeliverAsync(TestPlatform platform, string branch) => DeliverAsync(platform, branch, 1, s_pushed, path: null);

    private static async Task<IReadOnlyList<string>> DeliverAsync(TestPlatform platform, string branch, int number, string commit, string? path, string? before = null)
    {
        var push = new PushDelivery
        {
            Provider = "github",
            Repository = "acme/shop",
            Branch = branch,
            Commit = commit,
            Before = before ?? (number > 1 ? s_pushed : null),
            ChangedPaths = path is null ? null : [path],

            // Before the repository is asked for a later one.
            ReceivedAt = DateTimeOffset.UtcNow,
        };
        var id = await platform.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(DeliveryOrchestrator), push, new StartOrchestrationOptions(PushDelivery.InstanceId("github", $"delivery-{number}")), TestContext.Current.CancellationToken);
        var ended = await platform.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, TestContext.Current.CancellationToken);
        return ended.ReadOutputAs<IReadOnlyList<string>>()!;
    }
}
