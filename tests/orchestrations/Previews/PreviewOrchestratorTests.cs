using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Pipelines.Activities.Previews;
using Pipelines.Deployments;
using Pipelines.Orchestrations.Previews;
using Pipelines.Orchestrations.Tests.Platform;

namespace Pipelines.Orchestrations.Tests.Previews;

public sealed class PreviewOrchestratorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task APreviewLivesOnOverARestartAndEndsWithItsTime()
    {
        await using var platform = await new TestPlatform().StartAsync();
        var (preview, first) = await StartAsync(platform, TimeSpan.FromHours(1));
        _ = await platform.EndedAsync(first, DeploymentPhase.Active);
        (await platform.Apps.RequireAsync(platform.AppId, Cancellation)).PreviewOf.ShouldBe("base");
        await platform.RestartAsync();
        var second = DeploymentIds.New(DateTimeOffset.UtcNow);
        await platform.Deployments.PutSpecAsync(platform.AppId, second, TestPlatform.Spec("two"), Cancellation);
        await platform.Client.RaiseEventAsync(preview, PreviewMessage.EventName, new PreviewMessage(second, TimeSpan.FromSeconds(1)), Cancellation);
        (await platform.Client.WaitForInstanceCompletionAsync(preview, Cancellation)).RuntimeStatus.ShouldBe(OrchestrationRuntimeStatus.Completed);
        (await platform.Apps.GetAsync(platform.AppId, Cancellation)).ShouldBeNull("its time is over");
        platform.Cluster.Calls.ShouldContain("delete");
    }

    [Fact]
    public async Task AClosedRequestTakesItsPreviewAlongEvenWhileItDeploys()
    {
        await using var platform = await new TestPlatform().StartAsync();
        platform.Cluster.OnApply = (_, component) => FakeCluster.Starting(component.Name);
        var (preview, first) = await StartAsync(platform, TimeSpan.FromHours(1));
        _ = await platform.EndedAsync(first, DeploymentPhase.Deploying);
        await platform.Client.RaiseEventAsync(preview, PreviewMessage.EventName, PreviewMessage.Close, Cancellation);
        _ = await platform.Client.WaitForInstanceCompletionAsync(preview, Cancellation);
        (await platform.Apps.GetAsync(platform.AppId, Cancellation)).ShouldBeNull();
    }

    private static async Task<(string Preview, string Deployment)> StartAsync(TestPlatform platform, TimeSpan lifetime)
    {
        var deployment = DeploymentIds.New(DateTimeOffset.UtcNow);
        var spec = TestPlatform.Spec("one");
        await platform.Deployments.PutSpecAsync(platform.AppId, deployment, spec, Cancellation);
        _ = await platform.Apps.ReserveNameAsync(spec.Name, platform.AppId, Cancellation);
        var decision = new PreviewDecision(PreviewStep.Create, platform.AppId, "base", "team", "base/github-7", deployment, lifetime);
        var preview = await platform.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(PreviewOrchestrator), new PreviewInput(decision, "pull request 7"), new StartOrchestrationOptions(PreviewMessage.InstanceId(platform.AppId)), Cancellation);
        return (preview, deployment);
    }
}
