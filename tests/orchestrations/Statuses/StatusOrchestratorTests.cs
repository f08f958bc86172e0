using Pipelines.Activities.Builds;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Deployments;
using Pipelines.Orchestrations.Statuses;
using Pipelines.Orchestrations.Tests.Platform;
using Pipelines.Storage.State;
using Pipelines.Tests.Doubles;

namespace Pipelines.Orchestrations.Tests.Statuses;

public sealed class StatusOrchestratorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AStatusIsToldAtTheStartAndAtTheEnd()
    {
        await using var github = await FakeGitHub.StartAsync();
        await using var platform = await Platform(github).StartAsync();
        _ = await platform.EndedAsync(await platform.CreateAppAsync(Spec()), DeploymentPhase.Active);
        await UntilAsync(() => github.DeploymentStatuses.Count == 2, () => States(github));
        States(github).ShouldBe("pending success");
        github.Statuses.ShouldAllBe(status => status.Commit == platform.Source.Commit);
        github.Deployments.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task AFailureIsToldWithItsReasonAndTheWorkflowEnds()
    {
        await using var github = await FakeGitHub.StartAsync();
        await using var platform = await Platform(github).StartAsync();
        platform.Builder.OnBuild = (_, _) => throw new BuildException(ReasonCodes.BuildJobExitNonZero, "npm run build ended with exit code 3", 3);
        var id = await platform.CreateAppAsync(Spec());
        _ = await platform.EndedAsync(id, DeploymentPhase.Error);
        _ = await platform.Client.WaitForInstanceCompletionAsync(StatusChange.InstanceId(id), Cancellation);
        States(github).ShouldBe("pending failure");
        github.Statuses.Last().Body["description"]!.ToString().ShouldBe("npm run build ended with exit code 3");
    }

    [Fact]
    public async Task ACrashOnProbationIsToldAfterTheSuccess()
    {
        await using var github = await FakeGitHub.StartAsync();
        var test = Platform(github);
        test.Probation = TimeSpan.FromMinutes(5);
        await using var platform = await test.StartAsync();
        _ = await platform.EndedAsync(await platform.CreateAppAsync(Spec()), DeploymentPhase.Active);
        await UntilAsync(() => States(github) == "pending success", () => States(github));
        var id = await platform.DeployAsync(Spec() with { Envs = [new EnvVar { Key = "GREETING", Value = "two", Scope = EnvScope.RunTime }] });
        _ = await platform.EndedAsync(id, DeploymentPhase.Active);
        _ = await platform.AppAsync(app => app!.ActiveDeploymentId == id);
        await UntilAsync(() => States(github) == "pending success pending success", () => States(github));
        platform.Cluster.Set(id, FakeCluster.Failed("web", InstanceFailureReason.ExitNonZero, 1, "web ended with exit code 1"));
        _ = await platform.EndedAsync(id, DeploymentPhase.Error);
        _ = await platform.Client.WaitForInstanceCompletionAsync(StatusChange.InstanceId(id), Cancellation);
        States(github).ShouldBe("pending success pending success failure");
    }

    [Fact]
    public async Task AProviderThatIsDownDelaysNothingAndIsToldWhatIsSoWhenItIsBack()
    {
        await using var github = await FakeGitHub.StartAsync();
        github.Instead = context =>
        {
            context.Response.StatusCode = 503;
            return Task.FromResult(true);
        };
        await using var platform = await Platform(github).StartAsync();
        var id = await platform.CreateAppAsync(Spec());
        _ = await platform.EndedAsync(id, DeploymentPhase.Active);
        await platform.RestartAsync();
        github.Instead = _ => Task.FromResult(false);
        await UntilAsync(() => States(github).EndsWith("success", StringComparison.Ordinal), () => States(github));
        States(github).ShouldBe("success", "what was so once is not told any more");
    }

    [Fact]
    public async Task OfTwoDeploymentsOfACommitTheLaterOneHasTheLastWordWhateverIsToldLater()
    {
        await using var github = await FakeGitHub.StartAsync();
        await using var platform = await Platform(github).StartAsync();
        var isAway = true;
        github.Instead = async context =>
        {
            if (Volatile.Read(ref isAway))
            {
                await FakeGitHub.AnswerAsync(context, 503, "Unavailable");
            }

            return Volatile.Read(ref isAway);
        };
        var first = await platform.CreateAppAsync(Spec());
        _ = await platform.EndedAsync(first, DeploymentPhase.Active);
        platform.Builder.OnBuild = (_, _) => throw new BuildException(ReasonCodes.BuildJobExitNonZero, "npm run build ended with exit code 3", 3);
        var second = await platform.DeployAsync(forceBuild: true);
        _ = await platform.EndedAsync(second, DeploymentPhase.Error);
        await TestPlatform.UntilAsync(
            async () => await platform.Get<IStateStore>().GetAsync("commit-statuses", "shop", Cancellation) is { } noted && noted.Json.Contains("exit code 3", StringComparison.Ordinal), () => second);
        await platform.RestartAsync();
        Volatile.Write(ref isAway, false);
        await UntilAsync(() => github.DeploymentStatuses.Select(status => status.Body["state"]!.ToString()).Intersect(["success", "failure"]).Count() == 2, () => States(github));
        await UntilAsync(() => States(github).EndsWith("failure", StringComparison.Ordinal), () => States(github));
        States(github).ShouldNotContain("success", Case.Sensitive, "the first was over when anybody could be told");
    }

    [Fact]
    public async Task WithoutCredentialsNobodyIsTold()
    {
        await using var platform = await new TestPlatform().StartAsync();
        var id = await platform.CreateAppAsync(Spec());
        _ = await platform.EndedAsync(id, DeploymentPhase.Active);
        (await platform.Client.GetInstanceAsync(StatusChange.InstanceId(id), Cancellation)).ShouldBeNull();
    }

    private static TestPlatform Platform(FakeGitHub github) => new()
    {
        Settings =
        {
            ["Pipelines:Statuses:GitHubUrl"] = github.Address.ToString(),
            ["Pipelines:Statuses:GitHubToken"] = FakeGitHub.PersonalToken,
        },
    };

    private static AppSpec Spec() => new()
    {
        Name = "shop",
        Services = [new ServiceSpec { Name = "web", GitHub = new GitHubSource { Repo = "acme/shop", Branch = "main" } }],
    };

    private static string States(FakeGitHub github) => string.Join(' ', github.Statuses.Select(status => status.Body["state"]));

    private static async Task UntilAsync(Func<bool> condition, Func<string> state)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            limit.IsCancellationRequested.ShouldBeFalse("timed out at: " + state());
            _ = await timer.WaitForNextTickAsync(Cancellation);
        }
    }
}
