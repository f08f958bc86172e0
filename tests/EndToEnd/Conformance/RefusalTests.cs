using System.Net;
using System.Text.Json.Nodes;
using Pipelines.EndToEnd.Apps;
using Pipelines.EndToEnd.Conformance.Clients;
using Pipelines.EndToEnd.Platform;

namespace Pipelines.EndToEnd.Conformance;

/// <summary>What the clients make of refusals, and of answers that never arrive.</summary>
public sealed class RefusalTests(ConformanceApp shared) : ConformanceTest(shared)
{
    [Fact]
    [Requests("GET /v2/account", "GET /v2/apps/{id}", "POST /v2/apps/{id}/restart", "POST /v2/apps", "PUT /v2/apps/{id}", "POST /v2/apps/propose")]
    public async Task Refusals_AreUnderstood()
    {
        var (platform, doctl, app) = (await PlatformAsync(), await DoctlAsync(), await AppAsync());
        await RefusedAsync((await DoctlAsync("dop_v1_" + new string('0', 64))).AuthInitAsync, HttpStatusCode.Unauthorized, "Unable to authenticate you");

        var made = await platform.Api.SendAsync(HttpMethod.Post, "platform/tokens", new JsonObject { ["name"] = "reader", ["scope"] = "read" });
        var reader = await DoctlAsync((string)made["secret"]!);
        _ = await reader.Apps.GetAsync(app.Id);
        await RefusedAsync(() => reader.Apps.RestartAsync(app.Id), HttpStatusCode.Forbidden, "");
        await RefusedAsync(() => reader.Apps.GetExecAsync(app.Id, "web"), HttpStatusCode.Forbidden, "");
        _ = await platform.Api.SendAsync(HttpMethod.Delete, $"platform/tokens/{made["token"]!["id"]}");
        await RefusedAsync(() => reader.Apps.GetAsync(app.Id), HttpStatusCode.Unauthorized, "");

        var nobody = Guid.NewGuid().ToString();
        await RefusedAsync(() => doctl.Apps.GetAsync(nobody), HttpStatusCode.NotFound, "could not be found");
        await RefusedAsync(() => doctl.UpdateAsync(nobody, app.Spec), HttpStatusCode.NotFound, "could not be found");
        await RefusedAsync(() => doctl.Apps.GetDeploymentAsync(app.Id, nobody), HttpStatusCode.NotFound, "could not be found");
        await RefusedAsync(() => doctl.Apps.GetLogsAsync(app.Id, Shared.FirstDeployment, "nothing", "RUN", false, -1), HttpStatusCode.NotFound, "nothing");

        var wrong = (JsonObject)app.Spec.DeepClone();
        wrong["services"]![0]!["health_check"] = new JsonObject { ["port"] = 9090 };
        await RefusedAsync(() => doctl.Apps.ProposeAsync(Doctl.ReadSpec(wrong)), HttpStatusCode.BadRequest, "error validating app spec field \"services.health_check.port\": health check port \"9090\" not found in internal_ports");
        await RefusedAsync(() => doctl.UpdateAsync(app.Id, wrong), HttpStatusCode.BadRequest, "services.health_check.port");
        await RefusedAsync(() => doctl.CreateAsync(new JsonObject { ["name"] = "x" }), HttpStatusCode.BadRequest, "\"name\"");
    }

    [Fact]
    [Requests("POST /v2/apps")]
    public async Task ACreate_WhoseAnswerIsLost_MakesOneApp()
    {
        var platform = await PlatformAsync();
        var network = new LostAnswer(HttpMethod.Post);
        var doctl = await DoctlAsync(network: network);
        await using var app = new TestApp(platform);
        using var gate = new BuildGate();
        _ = app.Repository.Write("build.js", gate.Script);

        var created = await doctl.CreateAsync(app.Spec);
        network.IsLost.ShouldBeTrue();
        doctl.Client.Waits[0].ShouldBe(TimeSpan.FromSeconds(1));
        await app.AdoptAsync();
        app.Id.ShouldBe((string)created["id"]!);
        (await doctl.ListDeploymentsAsync(app.Id)).ShouldHaveSingleItem()["id"]!.ToString().ShouldBe((string)created["pending_deployment"]!["id"]!);
        (await doctl.ListAsync()).Count(each => (string)each["spec"]!["name"]! == app.Name).ShouldBe(1);
    }

    [Fact]
    public async Task TooManyRequests_AreTriedAgain_WhenTheAnswerSays()
    {
        await using var platform = await PlatformProcess.StartAsync(new PlatformSetup
        {
            Environment = new Dictionary<string, string?> { ["Pipelines__Api__RequestsPerMinute"] = "3", ["Pipelines__Api__RequestsPerHour"] = "5000" },
        });

        // All tries come within the minute.
        using var client = new GodoClient(platform.Api.Address, platform.Token, new HurriedTime(100_000), Record);
        var doctl = new Doctl(client, Time);
        for (var left = 4999; left > 4996; left--)
        {
            _ = await doctl.AuthInitAsync();
            (client.Rate.Limit, client.Rate.Remaining).ShouldBe((5000, left));
            client.Waits.ShouldBeEmpty();
        }

        var refused = await Should.ThrowAsync<GodoException>(doctl.AuthInitAsync);
        refused.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Attempts.ShouldBe(6);
        client.Waits.Count.ShouldBe(5);
        client.Waits.ShouldAllBe(wait => wait >= TimeSpan.FromSeconds(1) && wait <= TimeSpan.FromSeconds(60));
        client.Rate.Remaining.ShouldBe(0);
        client.Rate.Reset.ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
    }

    private static async Task RefusedAsync(Func<Task> act, HttpStatusCode status, string message)
    {
        var refused = await Should.ThrowAsync<GodoException>(act);
        refused.Status.ShouldBe(status, refused.Message);
        refused.Said.ShouldContain(message);
        refused.RequestId.ShouldNotBeEmpty();
        refused.Attempts.ShouldBe(1);
    }
}
