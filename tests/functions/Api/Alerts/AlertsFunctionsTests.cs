using System.Net;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Functions.Api.Alerts;
using Pipelines.Functions.Tests.Platform;
using Pipelines.Orchestrations.Alerts;

namespace Pipelines.Functions.Tests.Api.Alerts;

public sealed class AlertsFunctionsTests
{
    private const string Hook = "https://hooks.slack.com/services/T000/B000/secret-part";

    [Fact]
    public async Task Alerts_of_the_spec_are_listed_and_destinations_are_kept_without_being_shown()
    {
        var api = new TestApi();
        api.Settings["Pipelines:Alerts:Interval"] = "00:00:00.050";
        api.Settings["Pipelines:Alerts:Smtp:Host"] = "127.0.0.1";
        await using var started = await api.StartAsync();
        var (app, _) = await api.CreateActiveAsync(Spec());
        var alerts = (await api.GetAsync($"v2/apps/{app}/alerts")).GetProperty("alerts").EnumerateArray().ToList();
        alerts.Select(alert => alert.GetProperty("spec").GetProperty("rule").GetString()).ShouldBe(["DEPLOYMENT_FAILED", "CPU_UTILIZATION"]);
        alerts[0].TryGetProperty("component_name", out _).ShouldBeFalse();
        alerts[1].GetProperty("component_name").GetString().ShouldBe("web");
        alerts[1].GetProperty("spec").GetProperty("value").GetDouble().ShouldBe(75);

        var id = alerts[1].GetProperty("id").GetString();
        var path = $"v2/apps/{app}/alerts/{id}/destinations";
        var webhook = new { url = "https://example.com/hook", secret = "s3cret-key" };
        var changed = (await api.PostAsync(path, new { emails = new[] { "jane@example.com" }, slack_webhooks = new[] { new { url = Hook, channel = "#ops" } }, webhooks = new[] { webhook } })).GetProperty("alert");
        changed.GetProperty("emails")[0].GetString().ShouldBe("jane@example.com");
        changed.ToString().ShouldNotContain("secret-part");
        changed.ToString().ShouldNotContain("s3cret-key");
        changed.ToString().ShouldNotContain("example.com/hook");
        var shown = changed.GetProperty("slack_webhooks")[0].GetProperty("url").GetString().ShouldNotBeNull();
        shown.ShouldStartWith("EV[");

        // As doctl does: what was shown comes back, and what it does not know stays.
        var again = (await api.PostAsync(path, new { emails = Array.Empty<string>(), slack_webhooks = new[] { new { url = shown, channel = "#dev" } } })).GetProperty("alert");
        again.GetProperty("emails").GetArrayLength().ShouldBe(0);
        again.GetProperty("slack_webhooks")[0].GetProperty("channel").GetString().ShouldBe("#dev");
        again.GetProperty("webhooks").GetArrayLength().ShouldBe(1);
        api.Logs.All.ShouldNotContain("secret-part");

        // Looked after, but nothing was measured yet.
        await TestApi.UntilAsync(
            async () => (await api.GetAsync($"v2/apps/{app}/alerts")).GetProperty("alerts").EnumerateArray().Select(alert => alert.GetProperty("phase").GetString()).SequenceEqual(["ACTIVE", "CONFIGURING"]),
            () => "phases");
    }

    [Theory]
    [InlineData("""{"emails":["not an address"]}""", "emails")]
    [InlineData("""{"emails":["a@b.c\r\nBcc: x@y.z"]}""", "emails")]
    [InlineData("""{"slack_webhooks":[{"url":"ftp://example.com/x"}]}""", "https")]
    [InlineData("""{"slack_webhooks":[{"url":"http://example.com/x"}]}""", "https")]
    [InlineData("""{"slack_webhooks":[null]}""", "https")]
    [InlineData("""{"slack_webhooks":[{"url":"https://169.254.169.254/latest"}]}""", "private network")]
    [InlineData("""{"slack_webhooks":[{"url":"https://[::1]/x"}]}""", "private network")]
    [InlineData("""{"webhooks":[{"url":"https://me:pw@example.com/x"}]}""", "user name")]
    [InlineData("""{"webhooks":[{"url":"EV[1:AAAAAAAAAAAAAAAA:AAAAAAAAAAAAAAAAAAAAAAAA]"}]}""", "encrypted for something else")]
    [InlineData("""{"emails":["a@b.c","a@b.c","a@b.c","a@b.c","a@b.c","a@b.c","a@b.c","a@b.c","a@b.c","a@b.c","a@b.c"]}""", "at most 10")]
    public async Task Destinations_are_checked(string body, string problem)
    {
        var api = new TestApi();
        api.Settings["Pipelines:Source:AllowPrivateNetworks"] = "false";
        api.Settings["Pipelines:Alerts:Smtp:Host"] = "127.0.0.1";
        await using var started = await api.StartAsync();
        var (app, _) = await api.CreateAsync(Spec());
        var id = (await api.GetAsync($"v2/apps/{app}/alerts")).GetProperty("alerts")[0].GetProperty("id").GetString();
        var answer = await api.PostAsync($"v2/apps/{app}/alerts/{id}/destinations", JsonDocument.Parse(body).RootElement, HttpStatusCode.BadRequest);
        answer.GetProperty("message").GetString().ShouldNotBeNull().ShouldContain(problem);
    }

    [Fact]
    public async Task Without_a_mail_server_there_is_no_mail_and_an_alert_that_is_not_there_is_not_found()
    {
        await using var api = await new TestApi().StartAsync();
        var (app, _) = await api.CreateAsync(Spec());
        var id = (await api.GetAsync($"v2/apps/{app}/alerts")).GetProperty("alerts")[0].GetProperty("id").GetString();
        (await api.PostAsync($"v2/apps/{app}/alerts/{id}/destinations", new { emails = new[] { "jane@example.com" } }, HttpStatusCode.BadRequest))
            .GetProperty("message").GetString().ShouldNotBeNull().ShouldContain("no mail server");
        _ = await api.PostAsync($"v2/apps/{app}/alerts/{Guid.NewGuid()}/destinations", new { }, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_workflow_is_started_once_and_again_when_it_has_ended()
    {
        await using var api = await new TestApi().StartAsync();
        var client = api.Services.GetRequiredService<DurableTaskClient>();
        var timer = new AlertsTimer();
        var cancellation = TestContext.Current.CancellationToken;
        await timer.KeepAsync(new TimerInfo(), client, cancellation);
        await timer.KeepAsync(new TimerInfo(), client, cancellation);
        (await client.GetInstanceAsync(AlertsOrchestrator.InstanceId, false, cancellation))!.IsCompleted.ShouldBeFalse();
        await client.TerminateInstanceAsync(AlertsOrchestrator.InstanceId, cancellation: cancellation);
        await TestApi.UntilAsync(async () => (await client.GetInstanceAsync(AlertsOrchestrator.InstanceId, false, cancellation))!.IsCompleted, () => "running");
        await timer.KeepAsync(new TimerInfo(), client, cancellation);
        (await client.GetInstanceAsync(AlertsOrchestrator.InstanceId, false, cancellation))!.IsCompleted.ShouldBeFalse();
    }

    private static object Spec() => new
    {
        name = "shop",
        alerts = new[] { new { rule = "DEPLOYMENT_FAILED" } },
        services = new[]
        {
            new
            {
                name = "web",
                git = new { repo_clone_url = "https://git.example/shop.git", branch = "main" },
                alerts = new[] { new { rule = "CPU_UTILIZATION", @operator = "GREATER_THAN", value = 75, window = "FIVE_MINUTES" } },
            },
        },
    };
}
