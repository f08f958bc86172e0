using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Pipelines.EndToEnd.Platform;
using static Microsoft.Playwright.Assertions;

namespace Pipelines.EndToEnd.Panel;

/// <summary>A job that its schedule starts in a real container: seen, followed and stopped from the panel; and a token made and revoked there.</summary>
public sealed class ScheduledRunsTests(SharedPlatform shared)
{
    // The next minute may be almost a minute away.
    private const float Patience = 180_000;

    [Fact]
    public async Task ARunIsFollowedAndCancelled_ATokenIsMadeAndRevoked()
    {
        var platform = await shared.GetAsync();
        await using var browser = await Browser.StartAsync();
        await using var panel = await browser.OpenAsync(platform.Api.Address);
        await using var app = new TestApp(platform);
        app.Spec["jobs"] = new JsonArray(new JsonObject
        {
            ["name"] = "report",
            ["kind"] = "SCHEDULED",
            ["schedule"] = new JsonObject { ["cron"] = "* * * * *", ["time_zone"] = "Europe/Berlin" },
            ["git"] = app.Component["git"]!.DeepClone(),
            ["run_command"] = "trap 'echo stopping; exit 0' TERM; echo reporting; while :; do sleep 0.2; done",
            ["termination"] = new JsonObject { ["grace_period_seconds"] = 5 },
        });
        _ = await app.CreateAndWaitAsync();
        await panel.SignInAsync(platform.Token);
        await CancelARunAsync(panel, app);
        await MakeAndRevokeATokenAsync(panel);
        panel.ShouldBeWithoutComplaints();
    }

    private static async Task CancelARunAsync(PanelPage panel, TestApp app)
    {
        var page = panel.Page;
        await panel.GoToAsync($"/panel/apps/{app.Id}/jobs");
        var schedule = page.Locator("li[data-key='report']");
        await Expect(schedule).ToContainTextAsync("* * * * * in time zone Europe/Berlin");
        await Expect(schedule).ToContainTextAsync("Next in");
        var runs = page.Locator("ol.list > li");
        await Expect(runs.Locator(".badge", new() { HasText = "Running" }).First).ToBeVisibleAsync(new() { Timeout = Patience });
        await panel.ShouldBeUsableAsync("scheduled runs");
        await runs.GetByRole(AriaRole.Link, new() { Name = "report" }).First.ClickAsync();
        await Expect(page.Locator(".log")).ToContainTextAsync("reporting");
        await panel.ShouldBeUsableAsync("run");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel run" }).ClickAsync();
        await Expect(page.Locator("main .badge", new() { HasText = "Cancelled" })).ToBeVisibleAsync(new() { Timeout = Patience });
        await Expect(page.Locator(".log")).ToContainTextAsync("stopping");
        await page.GetByRole(AriaRole.Link, new() { Name = "Scheduled runs" }).ClickAsync();
        await Expect(runs.Locator(".badge", new() { HasText = "Cancelled" }).First).ToBeVisibleAsync();
        await panel.KeepPictureAsync("scheduled-runs");
    }

    private static async Task MakeAndRevokeATokenAsync(PanelPage panel)
    {
        var page = panel.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Tokens" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("build server");
        await page.GetByLabel("Scope").SelectOptionAsync("read");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the token" }).ClickAsync();
        var secret = (await page.Locator("#secret").TextContentAsync())!;
        secret.ShouldMatch("^plt_v1_[0-9a-f]{64}$");
        var row = page.Locator("li", new() { HasText = "build server" });
        await Expect(row).ToContainTextAsync(secret[..12]);
        await panel.ShouldBeUsableAsync("tokens");
        await page.GetByRole(AriaRole.Button, new() { Name = "I have it" }).ClickAsync();
        (await page.ContentAsync()).ShouldNotContain(secret);
        await panel.KeepPictureAsync("tokens");
        await row.GetByRole(AriaRole.Button, new() { Name = "Revoke…" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Revoke the token" }).ClickAsync();
        await Expect(row.Locator(".badge")).ToHaveTextAsync("Revoked");
    }
}
