using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Deployments.Alerts;
using Pipelines.Deployments.Events;
using Pipelines.Deployments.Requests;
using Pipelines.Orchestrations.Tests.Platform;

namespace Pipelines.Orchestrations.Tests.Alerts;

/// <summary>Every turn of the workflows is replayed from history: see <see cref="TestPlatform"/>.</summary>
public sealed class AlertsOrchestratorTests
{
    private const string Secret = "whsec_c2VjcmV0LW9mLXRoZS1yZWNlaXZlcg==";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_beyond_its_value_is_told_once_and_so_is_its_recovery_over_a_restart_and_a_receiver_that_is_away()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = number => number == 1 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK;
        await using var platform = await StartAsync();
        _ = await platform.EndedAsync(await platform.CreateAppAsync(Spec()), DeploymentPhase.Active);
        var alert = AlertCatalog.Of(platform.AppId, Spec()).Single(each => each.Rule == AlertRule.CpuUtilization);
        await TellAsync(platform, alert, new AlertDestinations { Webhooks = [new WebhookDestination(Protect(platform, receiver.Address + "/hook"), Protect(platform, Secret))] });
        await StateAsync(platform, alert.Id, state => state is { IsMeasured: false, IsRaised: false });

        Write(platform, cpu: 95, minutes: 5);
        await StateAsync(platform, alert.Id, state => state is { IsRaised: true, Value: 95 });
        await platform.RestartAsync();
        await TestPlatform.UntilAsync(() => Task.FromResult(receiver.Received.Count >= 2), () => "raised");
        await DeliveredAsync(platform, alert.Id);

        Write(platform, cpu: 10, minutes: 5);
        await StateAsync(platform, alert.Id, state => !state.IsRaised);
        await TestPlatform.UntilAsync(() => Task.FromResult(receiver.Received.Count >= 3), () => "recovered");
        await DeliveredAsync(platform, alert.Id);

        // The first was not taken and came again under the same id; nothing came twice but that.
        receiver.Received.Count.ShouldBe(3);
        var messages = receiver.Received.ToList();
        messages[1].Headers["Idempotency-Key"].ShouldBe(messages[0].Headers["Idempotency-Key"]);
        messages[2].Headers["Idempotency-Key"].ShouldNotBe(messages[0].Headers["Idempotency-Key"]);
        messages[1].Headers["webhook-id"].ShouldBe(messages[1].Headers["Idempotency-Key"]);
        var raised = JsonDocument.Parse(messages[1].Body).RootElement;
        raised.GetProperty("type").GetString().ShouldBe("alert.raised");
        raised.GetProperty("rule").GetString().ShouldBe("CPU_UTILIZATION");
        raised.GetProperty("value").GetDouble().ShouldBe(95);
        raised.GetProperty("app").GetProperty("name").GetString().ShouldBe("shop");
        raised.GetProperty("message").GetString().ShouldBe("web: CPU use above 80 %: 95 % over 5 minutes");
        JsonDocument.Parse(messages[2].Body).RootElement.GetProperty("type").GetString().ShouldBe("alert.recovered");
        foreach (var message in messages)
        {
            byte[] signed = Encoding.UTF8.GetBytes($"{message.Headers["webhook-id"]}.{message.Headers["webhook-timestamp"]}.{message.Body}");
            message.Headers["webhook-signature"].ShouldBe("v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Secret[6..]), signed)));
        }
    }

    [Fact]
    public async Task Deployments_and_domains_are_told_of_by_mail_and_in_Slack_once_each()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var mail = new MailReceiver { PutOff = 1 };
        await using var platform = await StartAsync(mail.Port);
        var live = AlertCatalog.Of(platform.AppId, Spec()).Single(each => each.Rule == AlertRule.DeploymentLive);
        var failed = AlertCatalog.Of(platform.AppId, Spec()).Single(each => each.Rule == AlertRule.DeploymentFailed);
        var domain = AlertCatalog.Of(platform.AppId, Spec()).Single(each => each.Rule == AlertRule.DomainLive);
        await TellAsync(platform, live, new AlertDestinations { Emails = ["jane@example.com"] });
        var slack = new AlertDestinations { SlackWebhooks = [new SlackDestination(Protect(platform, receiver.Address + "/services/T0/B0/x"), "#ops")] };
        await TellAsync(platform, failed, slack);
        await TellAsync(platform, domain, slack);
        var first = await platform.CreateAppAsync(Spec());
        _ = await platform.EndedAsync(first, DeploymentPhase.Active);
        await TestPlatform.UntilAsync(() => Task.FromResult(!mail.Received.IsEmpty), () => "mail");
        var text = mail.Received.ShouldHaveSingleItem();
        text.ShouldContain("Subject: [shop] DEPLOYMENT_LIVE");
        text.ShouldContain(first);
        text.ShouldContain("@pipelines>");

        platform.Builder.OnBuild = (_, _) => throw new Activities.Builds.BuildException(ReasonCodes.BuildJobExitNonZero, "the build command <failed>", exitCode: 5);
        _ = await platform.EndedAsync(await platform.DeployAsync(forceBuild: true), DeploymentPhase.Error);
        await TestPlatform.UntilAsync(() => Task.FromResult(!receiver.Received.IsEmpty), () => "Slack");
        await platform.Get<AppEventStore>().AddAsync(new AppEvent(DeploymentIds.New(DateTimeOffset.UtcNow), platform.AppId, AppEventType.DomainLive, DateTimeOffset.UtcNow, "www.example.com", "it serves"), Cancellation);
        await TestPlatform.UntilAsync(() => Task.FromResult(receiver.Received.Count > 1), () => "Slack");
        receiver.Received.Count.ShouldBe(2);
        var message = JsonDocument.Parse(receiver.Received.First().Body).RootElement;
        message.GetProperty("channel").GetString().ShouldBe("#ops");
        message.GetProperty("text").GetString().ShouldNotBeNull().ShouldContain("&lt;failed&gt;");
        receiver.Received.ShouldAllBe(each => each.Path == "/services/T0/B0/x" && !each.Headers.ContainsKey("webhook-signature"));
        receiver.Received.Last().Body.ShouldContain("www.example.com");
    }

    [Fact]
    public async Task What_will_never_be_taken_is_not_sent_again_and_said_to_without_the_address()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = _ => HttpStatusCode.Gone;
        await using var platform = await StartAsync();
        var live = AlertCatalog.Of(platform.AppId, Spec()).Single(each => each.Rule == AlertRule.DeploymentLive);
        var to = new AlertDestinations { SlackWebhooks = [new SlackDestination(Protect(platform, receiver.Address + "/services/secret-part"), null)] };
        await TellAsync(platform, live, to);
        _ = await platform.EndedAsync(await platform.CreateAppAsync(Spec()), DeploymentPhase.Active);
        var state = await StateAsync(platform, live.Id, state => state.Deliveries.Count > 0);
        state.Deliveries[to.Keys[0]].Problem.ShouldBe("the webhook answered with status 410");
        receiver.Received.Count.ShouldBe(1);
        JsonSerializer.Serialize(state).ShouldNotContain("secret-part");

        // What is deleted is forgotten, and nothing of it comes back.
        await platform.SendAsync(new DeleteRequest { RequestedAt = DateTimeOffset.UtcNow });
        _ = await platform.AppAsync(app => app is null);
        (await platform.Get<AlertStore>().GetStatesAsync(platform.AppId, Cancellation)).ShouldBeEmpty();
        (await platform.Get<AlertStore>().GetDestinationsAsync(platform.AppId, Cancellation)).ShouldBeEmpty();
    }

    private static AppSpec Spec() => AlertWorld.Spec();

    private static Task<TestPlatform> StartAsync(int mailPort = 0)
    {
        var platform = AlertWorld.New();
        if (mailPort > 0)
        {
            platform.Settings["Pipelines:Alerts:Smtp:Host"] = "127.0.0.1";
            platform.Settings["Pipelines:Alerts:Smtp:Port"] = mailPort.ToString();
            platform.Settings["Pipelines:Alerts:Smtp:Tls"] = "false";
        }

        return AlertWorld.StartAsync(platform);
    }

    private static string Protect(TestPlatform platform, string value) => AlertWorld.Protect(platform, value);

    private static Task TellAsync(TestPlatform platform, Alert alert, AlertDestinations to) => AlertWorld.TellAsync(platform, alert, to);

    private static Task<AlertState> StateAsync(TestPlatform platform, string alertId, Func<AlertState, bool> condition) => AlertWorld.StateAsync(platform, alertId, condition);

    private static async Task DeliveredAsync(TestPlatform platform, string alertId)
    {
        var state = await StateAsync(platform, alertId, state => state.Deliveries.Count > 0);
        state.Deliveries.Values.ShouldAllBe(delivery => delivery.Problem == null);
    }

    private static void Write(TestPlatform platform, double cpu, int minutes) => AlertWorld.Write(platform, cpu, minutes);
}
