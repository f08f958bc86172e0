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

    private static AppSpec OnPush() => new()
    {
        Name = "shop",
        Services = [new ServiceSpec { Name = "web", GitHub = new GitHubSource { Repo = "acme/shop", Branch = "main", DeployOnPush = true } }],
    };

    private static async Task<IReadOnlyList<string>> DeliverAsync(TestPlatform platform, string branch)
    {
        var push = new PushDelivery { Provider = "github", Repository = "acme/shop", Branch = branch, Commit = s_pushed, ReceivedAt = DateTimeOffset.UtcNow };
        var id = await platform.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(DeliveryOrchestrator), push, new StartOrchestrationOptions(PushDelivery.InstanceId("github", "delivery-1")), TestContext.Current.CancellationToken);
        var ended = await platform.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, TestContext.Current.CancellationToken);
        return ended.ReadOutputAs<IReadOnlyList<string>>()!;
    }
}
