using System.Net;
using System.Text.Json.Nodes;
using Pipelines.EndToEnd.Apps;
using Pipelines.EndToEnd.Conformance.Clients;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.EndToEnd.Conformance;

/// <summary>The commands of doctl that deploy, with <c>--wait</c>: to a good end, and to each of the others.</summary>
public sealed class DeploymentTests(ConformanceApp shared) : ConformanceTest(shared)
{
    [Fact]
    [Requests("POST /v2/apps", "GET /v2/apps", "PUT /v2/apps/{id}", "GET /v2/apps/{id}/deployments/{d}")]
    public async Task Upsert_AndUpdate()
    {
        var (doctl, app) = (await DoctlAsync(), await AppAsync());
        var before = await doctl.Apps.GetAsync(app.Id);
        app.Component["envs"] = new JsonArray(new JsonObject { ["key"] = "PASSWORD", ["value"] = "hunter2", ["scope"] = "RUN_TIME", ["type"] = "SECRET" });
        (await Should.ThrowAsync<GodoException>(() => doctl.CreateAsync(app.Spec))).Status.ShouldBe(HttpStatusCode.Conflict);
        var upserted = await doctl.CreateAsync(app.Spec, wait: true, upsert: true, updateSources: true);
        ((string)upserted["id"]!).ShouldBe(app.Id);
        var active = (JsonObject)upserted["active_deployment"]!;
        ((string)active["id"]!).ShouldNotBe((string)before["active_deployment"]!["id"]!);
        ((string)active["phase"]!).ShouldBe("ACTIVE");
        ((string)active["cause"]!).ShouldBe("app spec updated");

        // The spec as it was shown comes back, its secret still encrypted.
        var spec = (JsonObject)upserted["spec"]!.DeepClone();
        var secret = (string)spec["services"]![0]!["envs"]![0]!["value"]!;
        secret.ShouldStartWith("EV[1:");
        var updated = await doctl.UpdateAsync(app.Id, spec, wait: true);
        ((string)updated["active_deployment"]!["phase"]!).ShouldBe("ACTIVE");
        ((string)updated["spec"]!["services"]![0]!["envs"]![0]!["value"]!).ShouldBe(secret);
    }

    [Fact]
    [Requests("POST /v2/apps/{id}/restart", "POST /v2/apps/{id}/deployments", "GET /v2/apps/{id}/deployments")]
    public async Task Restart_CreateDeployment_ListDeployments()
    {
        var (doctl, app) = (await DoctlAsync(), await AppAsync());
        var restarted = await doctl.RestartAsync(app.Id, wait: true, "web");
        var rebuilt = await doctl.CreateDeploymentAsync(app.Id, wait: true, forceRebuild: true);
        ((string)rebuilt["phase"]!).ShouldBe("ACTIVE");
        var plain = (string)(await doctl.Apps.CreateDeploymentAsync(app.Id))["id"]!;
        await doctl.WaitForDeploymentAsync(app.Id, plain);

        var all = (await doctl.ListDeploymentsAsync(app.Id)).ConvertAll(each => (string)each["id"]!);
        all.Take(3).ShouldBe([plain, (string)rebuilt["id"]!, (string)restarted["id"]!]);
        all[^1].ShouldBe(Shared.FirstDeployment);
        (await doctl.ListDeploymentsAsync(app.Id, perPage: 1)).ConvertAll(each => (string)each["id"]!).ShouldBe(all);

        // The links can be followed as they are.
        var page = await doctl.Apps.ListDeploymentsAsync(app.Id, perPage: 1);
        List<string> followed = [(string)page["deployments"]![0]!["id"]!];
        while (!GodoLinks.IsLastPage(page))
        {
            GodoLinks.CurrentPage(page).ShouldBe(followed.Count);
            page = await doctl.Client.GetAsync((string)page["links"]!["pages"]!["next"]!, "deploymentsRoot");
            followed.Add((string)page["deployments"]!.AsArray().ShouldHaveSingleItem()!["id"]!);
        }

        followed.ShouldBe(all);
        ((long)page["meta"]!["total"]!).ShouldBe(all.Count);
    }

    [Fact]
    [Requests("POST /v2/apps/{id}/rollback/validate", "POST /v2/apps/{id}/rollback", "POST /v2/apps/{id}/rollback/commit", "POST /v2/apps/{id}/rollback/revert")]
    public async Task Rollback_Committed_AndReverted()
    {
        var (doctl, app) = (await DoctlAsync(), await AppAsync());
        var earlier = (string)(await doctl.Apps.GetAsync(app.Id))["active_deployment"]!["id"]!;
        var active = (string)(await doctl.RestartAsync(app.Id, wait: true))["id"]!;
        var rollback = $"/v2/apps/{app.Id}/rollback";
        ((bool)(await ValidateAsync(earlier))["valid"]!).ShouldBeTrue();
        var refused = await ValidateAsync(active);
        ((bool?)refused["valid"]).ShouldNotBe(true);
        ((string)refused["error"]!["code"]!).ShouldBe("incompatible_phase");

        foreach (var end in (string[])["revert", "commit"])
        {
            var rolledBack = (string)(await doctl.Client.PostAsync(rollback, "deploymentRoot", "RollbackRequest", To(earlier)))["deployment"]!["id"]!;
            await doctl.WaitForDeploymentAsync(app.Id, rolledBack);
            await Eventually.BeAsync(
                async () => (string?)(await doctl.Apps.GetAsync(app.Id))["pinned_deployment"]?["id"] == rolledBack, "the app is pinned", TimeSpan.FromSeconds(60));
            (await Should.ThrowAsync<GodoException>(() => doctl.Apps.RestartAsync(app.Id))).Status.ShouldBe(HttpStatusCode.Conflict);
            var answer = await doctl.Client.PostAsync($"{rollback}/{end}", "deploymentRoot");
            if (answer["deployment"] is { } reverted)
            {
                await doctl.WaitForDeploymentAsync(app.Id, (string)reverted["id"]!);
            }

            await Eventually.BeAsync(async () => (await doctl.Apps.GetAsync(app.Id))["pinned_deployment"] is null, "the app is open", TimeSpan.FromSeconds(60));
        }

        static JsonObject To(string deployment) => new() { ["deployment_id"] = deployment };
        Task<JsonObject> ValidateAsync(string deployment) => doctl.Client.PostAsync($"{rollback}/validate", "RollbackValidation", "RollbackRequest", To(deployment));
    }

    [Fact]
    [Requests("POST /v2/apps", "GET /v2/apps/{id}/deployments/{d}/logs")]
    public async Task AFailingBuild_EndsTheWait_AndShowsWhy()
    {
        var (platform, doctl) = (await PlatformAsync(), await DoctlAsync());
        await using var app = new TestApp(platform);
        _ = app.Repository.Write("build.js", "console.error('a semicolon is missing'); process.exit(5);");

        (await Should.ThrowAsync<DoctlException>(() => doctl.CreateAsync(app.Spec, wait: true))).Message.ShouldContain("BuildJobExitNonZero");
        await app.AdoptAsync();
        var failed = (await doctl.ListDeploymentsAsync(app.Id)).ShouldHaveSingleItem();
        (await new DoctlLogs(doctl).ShowAsync(app.Id, "web", "build", (string)failed["id"]!)).ShouldContain("a semicolon is missing\n");

        // The action keeps the logs and fails, too.
        var action = await new AppAction(await ClientAsync(), Time).DeployAsync(Doctl.ReadSpec(app.Spec));
        action.Phase.ShouldBe("ERROR");
        action.Deployment.ShouldNotBe((string)failed["id"]!);
        action.BuildLogs.ShouldContain("a semicolon is missing");
        action.App["active_deployment"].ShouldBeNull();
    }

    [Fact]
    [Requests("POST /v2/apps/{id}/deployments/{d}/cancel", "POST /v2/apps/{id}/events/{e}/cancel")]
    public async Task Superseded_OrCancelled_EndsTheWait()
    {
        var (platform, doctl) = (await PlatformAsync(), await DoctlAsync());
        await using var app = new TestApp(platform);
        using var gate = new BuildGate();
        _ = app.Repository.Write("build.js", gate.Script);
        var first = (string)(await doctl.CreateAsync(app.Spec))["pending_deployment"]!["id"]!;
        await app.AdoptAsync();
        await gate.WaitForBuildAsync();
        var waiting = doctl.WaitForDeploymentAsync(app.Id, first);

        var second = (string)(await doctl.CreateDeploymentAsync(app.Id, wait: false))["id"]!;
        _ = await Should.ThrowAsync<DoctlException>(() => waiting);
        await app.WaitForPhaseAsync(first, "SUPERSEDED");

        _ = await doctl.Client.PostAsync($"/v2/apps/{app.Id}/deployments/{second}/cancel", "deploymentRoot");
        _ = await Should.ThrowAsync<DoctlException>(() => doctl.WaitForDeploymentAsync(app.Id, second));
        await app.WaitForPhaseAsync(second, "CANCELED");

        var third = (string)(await doctl.CreateDeploymentAsync(app.Id, wait: false))["id"]!;
        ((string)(await doctl.Apps.CancelEventAsync(app.Id, third))["deployment_id"]!).ShouldBe(third);
        _ = await Should.ThrowAsync<DoctlException>(() => doctl.WaitForDeploymentAsync(app.Id, third));
        await app.WaitForPhaseAsync(third, "CANCELED");
        (await Should.ThrowAsync<GodoException>(() => doctl.Apps.CancelEventAsync(app.Id, third))).Status.ShouldBe(HttpStatusCode.BadRequest);
    }
}
