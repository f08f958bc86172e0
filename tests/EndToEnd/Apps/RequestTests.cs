using System.Text.Json.Nodes;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.EndToEnd.Apps;

/// <summary>What a person asks for: pushes that overtake each other, a way back, an end.</summary>
public sealed class RequestTests(SharedPlatform shared)
{
    [Fact]
    public async Task PushesWhileBuilding_NewestWins()
    {
        var platform = await shared.GetAsync();
        await using var app = new TestApp(platform);
        using var gate = new BuildGate();
        _ = app.Repository.Write("build.js", gate.Script);
        var first = await app.CreateAsync();
        await gate.WaitForBuildAsync();

        _ = app.Repository.Replace("page.html", "Your first deployment works.", "second");
        var second = await app.DeployAsync();
        _ = app.Repository.Replace("page.html", "second", "This is the third.");
        var third = await app.DeployAsync();
        gate.Open();

        await app.WaitForPhaseAsync(third, "ACTIVE");
        await app.WaitForPhaseAsync(first, "SUPERSEDED");
        await app.WaitForPhaseAsync(second, "SUPERSEDED");
        (await app.GetAsync()).ShouldContain("This is the third.");
        await app.WaitUntilSettledAsync(third);
        Leftovers.OfBuilds(platform.Data).ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancel_StopsTheBuild()
    {
        var platform = await shared.GetAsync();
        await using var app = new TestApp(platform);
        using var gate = new BuildGate();
        _ = app.Repository.Write("build.js", gate.Script);
        var deployment = await app.CreateAsync();
        await gate.WaitForBuildAsync();

        _ = await platform.Api.SendAsync(HttpMethod.Post, $"v2/apps/{app.Id}/deployments/{deployment}/cancel");
        await app.WaitForPhaseAsync(deployment, "CANCELED");
        await Eventually.BeAsync(() => Leftovers.OfBuilds(platform.Data).Count == 0, "the build is gone", TimeSpan.FromSeconds(60), platform.TellAsync);
    }

    [Fact]
    public async Task RollbackByHand_NeitherClonesNorBuilds()
    {
        var platform = await shared.GetAsync();
        await using var app = new TestApp(platform);
        var first = await app.CreateAndWaitAsync();
        _ = app.Repository.Replace("page.html", "Your first deployment works.", "second");
        await app.WaitForPhaseAsync(await app.DeployAsync(), "ACTIVE");
        app.Repository.Remove();

        var answer = await platform.Api.SendAsync(HttpMethod.Post, $"v2/apps/{app.Id}/rollback", new JsonObject { ["deployment_id"] = first });
        var rollback = (string)answer["deployment"]!["id"]!;
        var ended = await app.WaitForPhaseAsync(rollback, "ACTIVE");

        ((string)ended["cause_details"]!["type"]!).ShouldBe("MANUAL_ROLLBACK");
        ((string)ended["cloned_from"]!).ShouldBe(first);
        (await app.GetAsync()).ShouldContain("Your first deployment works.");
        ((string)(await platform.Api.GetAppAsync(app.Id))["pinned_deployment"]!["id"]!).ShouldBe(rollback);
        answer = await platform.Api.SendAsync(HttpMethod.Post, $"v2/apps/{app.Id}/rollback/revert");
        await app.WaitForPhaseAsync((string)answer["deployment"]!["id"]!, "ACTIVE");
        (await app.GetAsync()).ShouldContain("second");
    }

    [Fact]
    public async Task Delete_LeavesNothing()
    {
        var platform = await shared.GetAsync();
        await using var app = new TestApp(platform);
        var namespaces = Leftovers.Namespaces(platform.Data).ToList();
        var processes = Leftovers.Processes(platform.Data).Count;
        _ = await app.CreateAndWaitAsync();
        var id = app.Id;

        await app.DeleteAsync();

        Leftovers.Namespaces(platform.Data).ShouldBe(namespaces, ignoreOrder: true);
        Leftovers.Processes(platform.Data).Count.ShouldBe(processes);
        FilesNamedAfter(platform, id).ShouldBeEmpty();
        _ = await app.CreateAndWaitAsync();
    }

    private static IEnumerable<string> FilesNamedAfter(PlatformProcess platform, string id) =>
        Directory.EnumerateFileSystemEntries(platform.Data, $"*{id}*", SearchOption.AllDirectories);
}
