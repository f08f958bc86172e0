using System.Text.Json.Nodes;
using Pipelines.EndToEnd.Apps;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.EndToEnd.Traffic;

/// <summary>Under constant load no request fails, whatever the platform does with the app.</summary>
public abstract class NoDroppedRequestTests(SharedPlatform shared)
{
    private const int Some = 30;

    [Fact]
    public async Task Redeploy()
    {
        var platform = await shared.GetAsync();
        await using var app = new TestApp(platform);
        var first = await app.CreateAndWaitAsync();
        await using var load = new Load(platform, app);
        await load.WaitForAnswersAsync(Some);

        _ = app.Repository.Replace("page.html", "Your first deployment works.", "This is the second release.");
        var second = await app.DeployAsync();
        await app.WaitForPhaseAsync(second, "ACTIVE");

        (await app.GetAsync()).ShouldContain("This is the second release.");
        await app.WaitUntilSettledAsync(second);
        await load.EndWithoutFailureAsync();
        second.ShouldNotBe(first);
    }

    [Fact]
    public async Task ConfigurationOnlyChange_NeitherClonesNorBuilds()
    {
        var platform = await shared.GetAsync();
        await using var app = new TestApp(platform);
        _ = app.Repository.Replace("server.js", "    app: 'node-hello',", "    app: 'node-hello', greeting: process.env.GREETING,");
        await app.CreateAndWaitAsync();
        await using var load = new Load(platform, app);
        await load.WaitForAnswersAsync(Some);

        app.Repository.Remove();
        app.Component["envs"] = new JsonArray(new JsonObject { ["key"] = "GREETING", ["value"] = "good day", ["scope"] = "RUN_TIME" });
        var changed = await app.WaitForPhaseAsync(await app.UpdateAsync(), "ACTIVE");

        Steps(changed).Single(step => (string?)step["component_name"] == "web" && (string?)step["message_base"] == "Building service")["reason"]!["code"]!
            .GetValue<string>().ShouldBe("PreviousBuildReused");
        (await app.GetAsync("/api")).ShouldContain("good day");
        await app.WaitUntilSettledAsync((string)changed["id"]!);
        await load.EndWithoutFailureAsync();
    }

    [Fact]
    public async Task AutomaticRollback_NewReleaseNeverHealthy()
    {
        var platform = await shared.GetAsync();
        await using var app = new TestApp(platform);
        var first = await app.CreateAndWaitAsync();
        await using var load = new Load(platform, app);
        await load.WaitForAnswersAsync(Some);

        _ = app.Repository.Write("server.js", "console.log('I never listen'); setInterval(() => {}, 1000);");
        var second = await app.DeployAsync();
        var failed = await app.WaitForPhaseAsync(second, "ERROR");

        await app.WaitForAutoRollbackAsync();
        await app.WaitUntilSettledAsync(first);
        await load.EndWithoutFailureAsync();
        (await Story.ReadAsync(platform, app, (string)failed["id"]!)).Reason.ShouldBe("DeployContainerHealthChecksFailed");
        (await app.GetAsync()).ShouldContain("Your first deployment works.");
    }

    [Fact]
    public async Task AutomaticRollback_NewReleaseCrashesWithTraffic()
    {
        var platform = await shared.GetAsync();
        await using var app = new TestApp(platform);
        var first = await app.CreateAndWaitAsync();
        await app.WaitUntilSettledAsync(first);
        await using var load = new Load(platform, app);
        await load.WaitForAnswersAsync(Some);

        // It answers everything it was asked, then it ends. A connection that is kept would keep it alive for as long as visitors come.
        _ = app.Repository.Write("server.js", """
            let closing = false;
            const server = require('node:http').createServer((request, response) => {
              response.shouldKeepAlive = !closing;
              response.end('second\n');
            });
            server.listen(process.env.PORT);
            setTimeout(() => {
              closing = true;
              console.error('out of luck');
              server.close(() => process.exit(9));
              server.closeIdleConnections();
            }, 1000);
            """);
        var second = await app.DeployAsync();
        await app.WaitForAutoRollbackAsync();

        await app.WaitUntilSettledAsync(first);
        await load.EndWithoutFailureAsync();
        var story = await Story.ReadAsync(platform, app, second);
        story.Phase.ShouldBe("ERROR");
        story.Reason.ShouldBe("DeployContainerExitNonZero");
        story.ExitCode.ShouldBe(9);
        story.LastLines.ShouldContain(line => line.Contains("out of luck"));
    }

    [Fact]
    public async Task KillOfTheControlPlane()
    {
        var platform = await shared.GetAsync();
        await using var app = new TestApp(platform);
        var first = await app.CreateAndWaitAsync();
        await using var load = new Load(platform, app);
        await load.WaitForAnswersAsync(Some);

        await platform.KillAsync();
        await load.WaitForAnswersAsync(Some);
        platform.Start();
        await platform.WaitUntilReadyAsync();

        ((string)(await platform.Api.GetAppAsync(app.Id))["active_deployment"]!["id"]!).ShouldBe(first);
        await load.WaitForAnswersAsync(Some);
        await load.EndWithoutFailureAsync();
        (await platform.CountInstancesAsync(app.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task KillOfTheControlPlane_DuringARedeploy()
    {
        var platform = await shared.GetAsync();
        await using var app = new TestApp(platform);
        _ = await app.CreateAndWaitAsync();
        using var gate = new BuildGate();
        _ = app.Repository.Write("build.js", gate.Script);
        _ = app.Repository.Replace("server.js", "There is nothing here.", "This is the second release.");
        await using var load = new Load(platform, app);
        await load.WaitForAnswersAsync(Some);

        var second = await app.DeployAsync();
        await gate.WaitForBuildAsync();
        await platform.KillAsync();
        gate.Open();
        await load.WaitForAnswersAsync(Some);
        platform.Start();
        await app.WaitForPhaseAsync(second, "ACTIVE");

        await app.WaitUntilSettledAsync(second);
        await load.EndWithoutFailureAsync();
        using var answer = await platform.Ingress.SendAsync(app.Name, "/no-such-page");
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("This is the second release.");
        Leftovers.OfBuilds(platform.Data).ShouldBeEmpty();
    }

    private static IEnumerable<JsonNode> Steps(JsonNode node) =>
        ((JsonArray?)(node["progress"] ?? node)["steps"] ?? []).SelectMany(step => Steps(step!).Prepend(step!));
}
