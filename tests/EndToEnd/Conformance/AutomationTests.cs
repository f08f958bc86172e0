using System.Text.Json.Nodes;
using Pipelines.EndToEnd.Conformance.Clients;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.EndToEnd.Conformance;

/// <summary>The clients that no person sits before: Terraform and the GitHub action.</summary>
public sealed class AutomationTests(ConformanceApp shared) : ConformanceTest(shared)
{
    [Fact]
    [Requests("POST /v2/apps", "GET /v2/apps/{id}", "PUT /v2/apps/{id}", "DELETE /v2/apps/{id}", "GET /v2/apps/{id}/deployments/{d}", "POST /v2/apps/{id}/alerts/{a}/destinations")]
    public async Task Terraform_Creates_Imports_Changes_AndDestroys()
    {
        var platform = await PlatformAsync();
        var terraform = new Terraform(await ClientAsync(), Time);
        await using var app = new TestApp(platform, "static-hello");
        var spec = Expand(app);

        var state = await terraform.CreateAsync(spec, "https://hooks.slack.com/services/T0/B0/x");
        await app.AdoptAsync();
        ((string)state["id"]!).ShouldBe(app.Id);
        ((string)state["active_deployment_id"]!).ShouldNotBeEmpty();
        ((string)state["live_url"]!).ShouldNotBeEmpty();
        ((string)state["urn"]!).ShouldBe($"do:app:{app.Id}");
        (await app.GetAsync()).ShouldContain("html");

        // Nothing changes when it is only read: by import, refresh or the data source.
        var read = (await terraform.ReadAsync(app.Id))!;
        _ = read.Remove("updated_at") && state.Remove("updated_at");
        read.ToJsonString().ShouldBe(state.ToJsonString());

        // What the state has of the spec is sent back with a change.
        var changed = (JsonObject)state["spec"]!.DeepClone();
        changed["static_sites"]![0]!["error_document"] = "404.html";
        var after = await terraform.UpdateAsync(app.Id, changed);
        ((string)after["spec"]!["static_sites"]![0]!["error_document"]!).ShouldBe("404.html");
        ((string)after["active_deployment_id"]!).ShouldNotBe((string)state["active_deployment_id"]!);

        await terraform.DestroyAsync(app.Id);
        await Eventually.BeAsync(async () => await terraform.ReadAsync(app.Id) is null, "the app is gone", TimeSpan.FromSeconds(60), platform.TellAsync);
        app.Forget();
    }

    [Fact]
    [Requests("GET /v2/apps", "POST /v2/apps", "PUT /v2/apps/{id}", "GET /v2/apps/{id}/deployments", "GET /v2/apps/{id}/deployments/{d}/logs", "DELETE /v2/apps/{id}")]
    public async Task AppAction_Deploys_Redeploys_AndDeletes()
    {
        var platform = await PlatformAsync();
        var action = new AppAction(await ClientAsync(), Time);
        await using var app = new TestApp(platform, "static-hello");

        var first = await action.DeployAsync(Doctl.ReadSpec(app.Spec));
        await app.AdoptAsync();
        first.Phase.ShouldBe("ACTIVE", first.BuildLogs + first.DeployLogs);
        first.BuildLogs.ShouldNotBeEmpty();
        ((string)first.App["live_url"]!).ShouldStartWith("http://");

        _ = app.Repository.Write("index.html", "<p>the second</p>");
        var second = await action.RedeployAsync(app.Name);
        second.Phase.ShouldBe("ACTIVE", second.BuildLogs + second.DeployLogs);
        second.Deployment.ShouldNotBe(first.Deployment);
        ((string)second.App["active_deployment"]!["static_sites"]![0]!["source_commit_hash"]!).ShouldBe(app.Repository.Revision);
        (await app.GetAsync()).ShouldContain("the second");

        (await action.DeleteAsync(app.Name)).ShouldBeTrue();
        await Eventually.BeAsync(async () => !await platform.Api.ExistsAsync($"v2/apps/{app.Id}"), "the app is gone", TimeSpan.FromSeconds(60), platform.TellAsync);
        (await action.DeleteAsync(app.Name)).ShouldBeFalse();
        app.Forget();
    }

    // As the provider does: every attribute that it has, with the zero of its kind where the configuration says nothing.
    private static JsonObject Expand(TestApp app) => new()
    {
        ["name"] = app.Name,
        ["region"] = "",
        ["disable_edge_cache"] = false,
        ["disable_email_obfuscation"] = false,
        ["enhanced_threat_control_enabled"] = false,
        ["features"] = new JsonArray(),
        ["services"] = new JsonArray(),
        ["envs"] = new JsonArray(new JsonObject { ["key"] = "COLOUR", ["value"] = "red", ["scope"] = "RUN_AND_BUILD_TIME", ["type"] = "GENERAL" }),
        ["alerts"] = new JsonArray(new JsonObject { ["rule"] = "DOMAIN_FAILED", ["disabled"] = false, ["operator"] = "", ["value"] = 0, ["window"] = "" }),
        ["static_sites"] = new JsonArray(new JsonObject
        {
            ["name"] = "web",
            ["build_command"] = "",
            ["dockerfile_path"] = "",
            ["environment_slug"] = "",
            ["index_document"] = "",
            ["error_document"] = "",
            ["catchall_document"] = "",
            ["output_dir"] = "",
            ["source_dir"] = "/",
            ["git"] = app.Component["git"]!.DeepClone(),
            ["routes"] = new JsonArray(),
        }),
        ["ingress"] = new JsonObject
        {
            ["rules"] = new JsonArray(new JsonObject
            {
                ["match"] = new JsonObject { ["path"] = new JsonObject { ["prefix"] = "/" } },
                ["component"] = new JsonObject { ["name"] = "web", ["preserve_path_prefix"] = false, ["rewrite"] = "" },
            }),
        },
    };
}
