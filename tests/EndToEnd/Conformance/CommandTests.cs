using System.Net;
using System.Text.Json.Nodes;
using Pipelines.EndToEnd.Conformance.Clients;

namespace Pipelines.EndToEnd.Conformance;

/// <summary>The commands of doctl that look, and those that change nothing that runs.</summary>
public sealed class CommandTests(ConformanceApp shared) : ConformanceTest(shared)
{
    [Fact]
    [Requests("GET /v2/account", "GET /v2/registry/docker-credentials")]
    public async Task Auth_AndRegistry()
    {
        var doctl = await DoctlAsync();
        var account = await doctl.AuthInitAsync();
        ((string)account["status"]!).ShouldBe("active");
        ((string)account["team"]!["name"]!).ShouldBe("default");
        doctl.Client.Rate.Limit.ShouldBeGreaterThan(0);
        doctl.Client.Rate.Remaining.ShouldBeInRange(1, doctl.Client.Rate.Limit);
        doctl.Client.Rate.Reset.ShouldBeGreaterThan(DateTimeOffset.UtcNow);

        // The real API's answer to a team without a registry.
        (await Should.ThrowAsync<GodoException>(() => doctl.DockerConfigAsync(readWrite: true, expirySeconds: 3600))).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    [Requests(
        "GET /v2/apps/regions", "GET /v2/apps/tiers", "GET /v2/apps/tiers/{slug}", "GET /v2/apps/tiers/instance_sizes", "GET /v2/apps/tiers/instance_sizes/{slug}",
        "GET /v2/apps/buildpacks", "POST /v2/apps/{id}/upgrade_buildpack", "GET /v2/apps/{id}/database_connection_details")]
    public async Task Catalogue_AndWhatThereIsNoneOf()
    {
        var (doctl, app) = (await DoctlAsync(), await AppAsync());
        Items(await doctl.Apps.ListRegionsAsync(), "regions").Count(region => (bool?)region["default"] == true).ShouldBe(1);
        foreach (var tier in Items(await doctl.Apps.ListTiersAsync(), "tiers"))
        {
            (await doctl.Apps.GetTierAsync((string)tier["slug"]!))["tier"]!.ToJsonString().ShouldBe(tier.ToJsonString());
        }

        var sizes = Items(await doctl.Apps.ListInstanceSizesAsync(), "instance_sizes");
        var small = (JsonObject)(await doctl.Apps.GetInstanceSizeAsync("apps-s-1vcpu-0.5gb"))["instance_size"]!;
        ((string)small["usd_per_month"]!).ShouldBe("5.00");
        sizes.Select(size => (string)size["slug"]!).ShouldContain("apps-d-8vcpu-32gb");

        Items(await doctl.Apps.ListBuildpacksAsync(), "buildpacks").ShouldBeEmpty();
        await NotThereAsync(() => doctl.Apps.UpgradeBuildpackAsync(app.Id, "digitalocean/node", 0, triggerDeployment: true));
        await NotThereAsync(() => doctl.Apps.GetDatabaseConnectionDetailsAsync(app.Id));
        await NotThereAsync(() => doctl.Apps.GetTierAsync("none"));
        await NotThereAsync(() => doctl.Client.PostAsync($"/v2/apps/{app.Id}/components/web/reset_password", "deploymentRoot"));
    }

    [Fact]
    [Requests("GET /v2/apps", "GET /v2/apps/{id}", "GET /v2/apps/{id}/deployments/{d}", "GET /v2/apps/{id}/health", "GET /v2/apps/{id}/instances")]
    public async Task List_Get_SpecGet_Health_Instances()
    {
        var (doctl, app) = (await DoctlAsync(), await AppAsync());
        var listed = (await doctl.ListAsync(withProjects: true)).Where(each => (string)each["spec"]!["name"]! == app.Name).ShouldHaveSingleItem();
        ((string)listed["id"]!).ShouldBe(app.Id);
        var shown = await doctl.Apps.GetAsync(app.Id);
        ((string)shown["live_url"]!).ShouldStartWith($"http://{app.Name}.localhost:");
        ((string)shown["default_ingress"]!).ShouldBe((string)shown["live_url"]!);
        ((string)shown["domains"]![0]!["spec"]!["domain"]!).ShouldBe("www.conformance.example");
        var first = await doctl.Apps.GetDeploymentAsync(app.Id, Shared.FirstDeployment);
        ((string)first["services"]![0]!["source_commit_hash"]!).ShouldBe(app.Repository.Revision);
        ((int)first["progress"]!["total_steps"]!).ShouldBe(6);
        ((string?)first["timing"]!["deploying"]).ShouldNotBeNull();

        // What is printed as YAML can be sent again: nothing of it is unknown to the client.
        Doctl.ReadSpec((JsonObject)first["spec"]!).ToJsonString().ShouldBe(first["spec"]!.ToJsonString());
        var instance = Items(await doctl.Apps.ListInstancesAsync(app.Id), "instances").ShouldHaveSingleItem();
        ((string)instance["component_type"]!).ShouldBe("SERVICE");
        ((string)instance["instance_alias"]!).ShouldBe("web-0");
        var health = ((JsonArray)(await doctl.Apps.GetHealthAsync(app.Id))["components"]!).ShouldHaveSingleItem()!;
        ((long)health["replicas_ready"]!).ShouldBe(1);
        ((string)health["state"]!).ShouldBe("HEALTHY");
    }

    [Fact]
    [Requests("POST /v2/apps/propose", "POST /v2/apps/detect")]
    public async Task Propose_SpecValidate_Detect()
    {
        var (doctl, app) = (await DoctlAsync(), await AppAsync());
        var spec = Doctl.ReadSpec(app.Spec);
        var taken = await doctl.Apps.ProposeAsync(spec);
        ((bool?)taken["app_name_available"]).ShouldNotBe(true);
        ((string)taken["app_name_suggestion"]!).ShouldBe(app.Name + "-2");
        var own = await doctl.Apps.ProposeAsync(spec, app.Id);
        ((bool)own["app_name_available"]!).ShouldBeTrue();
        ((decimal)own["app_cost"]!).ShouldBe(5);
        ((string)own["spec"]!["services"]![0]!["name"]!).ShouldBe("web");
        _ = Doctl.ReadSpec((JsonObject)own["spec"]!);

        var detected = await doctl.Apps.DetectAsync(new JsonObject { ["git"] = app.Component["git"]!.DeepClone() });
        var component = Items(detected, "components").ShouldHaveSingleItem();
        ((string)component["strategy"]!).ShouldBe("BUILDPACK");
        ((string)component["environment_slug"]!).ShouldBe("node-js");
    }

    [Fact]
    [Requests("GET /v2/apps/{id}/alerts", "POST /v2/apps/{id}/alerts/{a}/destinations")]
    public async Task Alerts_AndTheirDestinations()
    {
        var (doctl, app) = (await DoctlAsync(), await AppAsync());
        var alert = (JsonObject)(await doctl.Apps.ListAlertsAsync(app.Id)).ShouldHaveSingleItem()!;
        ((string)alert["component_name"]!).ShouldBe("web");
        ((decimal)alert["spec"]!["value"]!).ShouldBe(99.5m);
        var hook = new JsonObject { ["url"] = "https://hooks.slack.com/services/T0/B0/x", ["channel"] = "#ops" };
        var changed = await doctl.Apps.UpdateAlertDestinationsAsync(app.Id, (string)alert["id"]!, new JsonObject { ["slack_webhooks"] = new JsonArray(hook) });
        ((string)changed["slack_webhooks"]![0]!["channel"]!).ShouldBe("#ops");

        // As read, so written: the address comes back encrypted.
        var again = await doctl.Apps.UpdateAlertDestinationsAsync(app.Id, (string)alert["id"]!, changed);
        again["slack_webhooks"]!.ToJsonString().ShouldBe(changed["slack_webhooks"]!.ToJsonString());
        _ = await doctl.Apps.UpdateAlertDestinationsAsync(app.Id, (string)alert["id"]!, []);
    }

    [Fact]
    [Requests("GET /v2/apps/{id}/events", "GET /v2/apps/{id}/events/{e}", "GET /v2/apps/{id}/events/{e}/logs")]
    public async Task Events()
    {
        var (doctl, app) = (await DoctlAsync(), await AppAsync());
        var events = Items(await doctl.Apps.ListEventsAsync(app.Id, ["DEPLOYMENT", "AUTOSCALING"]), "events");
        events.Select(each => (string)each["deployment_id"]!).ShouldContain(Shared.FirstDeployment);
        Items(await doctl.Apps.ListEventsAsync(app.Id, ["AUTOSCALING"]), "events").ShouldBeEmpty();
        Items(await doctl.Apps.ListEventsAsync(app.Id, deploymentTypes: ["DEPLOY_ON_PUSH", "MAINTENANCE"]), "events").ShouldBeEmpty();
        Items(await doctl.Apps.ListEventsAsync(app.Id, deploymentTypes: ["MANUAL"]), "events").Select(each => (string)each["deployment_id"]!).ShouldContain(Shared.FirstDeployment);
        var id = (string)events[^1]["id"]!;
        ((string)(await doctl.Apps.GetEventAsync(app.Id, id))["deployment"]!["cause"]!).ShouldBe("initial deployment");
        await NotThereAsync(() => doctl.Apps.GetEventLogsAsync(app.Id, id, follow: false, tail: -1));
    }

    [Fact]
    [Requests("GET /v2/apps/{id}/metrics/bandwidth_daily", "POST /v2/apps/metrics/bandwidth_daily")]
    public async Task Bandwidth()
    {
        var (client, app) = (await ClientAsync(), await AppAsync());
        var today = DateTimeOffset.UtcNow.ToString("yyyy-MM-ddT00:00:00Z");
        (await client.GetAsync($"/v2/apps/{app.Id}/metrics/bandwidth_daily?date={today}", "BandwidthResponse"))["date"]!.ToString().ShouldStartWith(today[..10]);
        var asked = new JsonObject { ["app_ids"] = new JsonArray(app.Id), ["date"] = today };
        (await client.PostAsync("/v2/apps/metrics/bandwidth_daily", "BandwidthResponse", "BandwidthRequest", asked))["date"]!.ToString().ShouldStartWith(today[..10]);
    }

    private static List<JsonObject> Items(JsonObject answer, string member) => [.. ((JsonArray?)answer[member] ?? []).Select(item => (JsonObject)item!)];

    private static async Task NotThereAsync(Func<Task> ask) => (await Should.ThrowAsync<GodoException>(ask)).Status.ShouldBe(HttpStatusCode.NotFound);
}
