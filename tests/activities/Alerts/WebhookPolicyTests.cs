using System.Net;
using Microsoft.Extensions.Options;
using Moq;
using Pipelines.Activities.Alerts;
using Pipelines.Activities.Source;
using Pipelines.AppSpecs;
using Pipelines.Deployments;
using Pipelines.Deployments.Alerts;

namespace Pipelines.Activities.Tests.Alerts;

public sealed class WebhookPolicyTests
{
    [Theory]
    [InlineData("https://hooks.example.com/x", null)]
    [InlineData("https://8.8.8.8/x", null)]
    [InlineData("https://10.0.0.1/x", "private network")]
    [InlineData("https://localhost/x", "private network")]
    [InlineData("https://[fd00::1]/x", "private network")]
    [InlineData("https://169.254.169.254/", "private network")]
    [InlineData("http://hooks.example.com/x", "https")]
    [InlineData("file:///etc/passwd", "https")]
    [InlineData("https://user@hooks.example.com/x", "user name")]
    public void Addresses_are_judged(string address, string? problem)
    {
        var found = Policy(isPrivateAllowed: false, "8.8.8.8").FindProblem(address);
        if (problem is null)
        {
            found.ShouldBeNull();
        }
        else
        {
            found.ShouldNotBeNull().ShouldContain(problem);
        }
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("8.8.8.8,10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("")]
    public async Task A_name_that_leads_into_a_private_network_is_not_connected_to(string addresses)
    {
        using var webhooks = new AlertWebhooks(Policy(isPrivateAllowed: false, addresses), TimeProvider.System);
        var app = new App { Id = Guid.CreateVersion7().ToString(), OwnerId = "team", Spec = new AppSpec { Name = "shop" }, CreatedAt = DateTimeOffset.UnixEpoch };
        var alert = new Alert("a", null, AlertRule.DeploymentLive, new AlertSpec { Rule = AlertRule.DeploymentLive });
        var message = new AlertMessage(app.Id, "d", new AlertChange("a", AlertChangeKind.Happened, "k", DateTimeOffset.UnixEpoch, "it is live"));
        var failure = await Should.ThrowAsync<AlertUndeliveredException>(() => webhooks.SendAsync("https://rebound.example.com/secret", null, app, alert, message));
        failure.ToString().ShouldNotContain("rebound.example.com");
    }

    private static WebhookPolicy Policy(bool isPrivateAllowed, string addresses)
    {
        var names = new Mock<INameResolver>();
        names.Setup(each => each.ResolveAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).ReturnsAsync([.. addresses.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)]);
        return new WebhookPolicy(Options.Create(new GitSourceOptions { AllowPrivateNetworks = isPrivateAllowed }), names.Object);
    }
}
