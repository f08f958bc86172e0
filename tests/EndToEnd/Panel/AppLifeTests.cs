using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Pipelines.EndToEnd.Apps;
using Pipelines.EndToEnd.Platform;
using static Microsoft.Playwright.Assertions;

namespace Pipelines.EndToEnd.Panel;

/// <summary>An app that is there already: changed, broken, rolled back and looked at from a phone, with the platform restarted in between.</summary>
public sealed class AppLifeTests(SharedPlatform shared)
{
    private static readonly string[] s_sections = ["", "/deployments", "/logs", "/console", "/jobs", "/environment", "/domains", "/settings"];

    [Fact]
    public async Task Edit_Fail_RollBack_AndReconnect()
    {
        var platform = await shared.GetAsync();
        await using var browser = await Browser.StartAsync();
        await using var panel = await browser.OpenAsync(platform.Api.Address);
        await using var app = new TestApp(platform);
        var first = await app.CreateAndWaitAsync();
        await panel.SignInAsync(platform.Token);
        var page = panel.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = app.Name, Exact = true }).ClickAsync();

        await AddASecretAsync(panel, app);
        using var gate = new BuildGate();
        await DeployWhatFailsAsync(panel, app, gate);
        await KillWhileItBuildsAsync(panel, platform);

        // Nothing was pressed since: the panel has come back by itself, and follows.
        gate.Open();
        await LookAtTheFailureAsync(panel, app);
        await RollBackAsync(panel, app, first);
        await LookFromAPhoneAsync(browser, platform, app);
        panel.ShouldBeWithoutComplaints();
    }

    private static async Task AddASecretAsync(PanelPage panel, TestApp app)
    {
        var page = panel.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Environment" }).ClickAsync();
        var web = page.GetByRole(AriaRole.Group, new() { Name = "Service web" });
        await web.GetByRole(AriaRole.Button, new() { Name = "Add a variable" }).ClickAsync();
        await page.Keyboard.TypeAsync("API_KEY");
        await web.GetByLabel("Secret", new() { Exact = true }).CheckAsync();
        await web.GetByLabel("Value", new() { Exact = true }).FillAsync("hunter2-is-no-secret");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and deploy" }).ClickAsync();
        await Expect(page.Locator("main .badge", new() { HasText = "Active" }).Nth(1)).ToBeVisibleAsync();
        await Expect(page.Locator(".changes")).ToContainTextAsync("envs.API_KEY");

        await page.GetByRole(AriaRole.Link, new() { Name = "Environment" }).ClickAsync();
        await Expect(web.GetByText("Encrypted, never shown")).ToBeVisibleAsync();
        await web.GetByRole(AriaRole.Button, new() { Name = "Add a variable" }).ClickAsync();
        await panel.KeepPictureAsync("environment");
        (await page.ContentAsync()).ShouldNotContain("EV[");
        await page.GetByRole(AriaRole.Button, new() { Name = "Discard" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Settings" }).ClickAsync();
        var spec = await page.GetByLabel("App spec").InputValueAsync();
        spec.ShouldContain("(encrypted)");
        spec.ShouldNotContain("EV[");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await Expect(page.GetByText("The spec is valid")).ToBeVisibleAsync();
        var stored = await app.ReadAsync();
        ((string)stored["spec"]!["services"]![0]!["envs"]![0]!["value"]!).ShouldStartWith("EV[1:");
    }

    private static async Task DeployWhatFailsAsync(PanelPage panel, TestApp app, BuildGate gate)
    {
        var page = panel.Page;
        _ = app.Repository.Write("build.js", gate.Script + "socket.on('close', () => { console.error('a semicolon <b>is</b> missing'); process.exit(5); });");
        await page.GetByRole(AriaRole.Button, new() { Name = "Deploy", Exact = true }).ClickAsync();
        await gate.WaitForBuildAsync();
        await Expect(page.Locator(".tree").GetByRole(AriaRole.Img, new() { Name = "Running" }).First).ToBeVisibleAsync();
    }

    private static async Task KillWhileItBuildsAsync(PanelPage panel, PlatformProcess platform)
    {
        var page = panel.Page;
        panel.ShouldBeWithoutComplaints();
        await platform.KillAsync();
        await Expect(page.GetByText("Reconnecting")).ToBeVisibleAsync();
        platform.Start();
        await platform.WaitUntilReadyAsync();
        await Expect(page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.Locator(".tree").GetByRole(AriaRole.Img, new() { Name = "Running" }).First).ToBeVisibleAsync();
        panel.ForgiveComplaints();
    }

    private static async Task LookAtTheFailureAsync(PanelPage panel, TestApp app)
    {
        var page = panel.Page;
        await Expect(page.Locator("main .badge", new() { HasText = "Failed" }).First).ToBeVisibleAsync();
        await Expect(page.GetByText("Exit code 5.", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Last lines")).ToContainTextAsync("a semicolon <b>is</b> missing");
        await Expect(page.GetByText("BuildJobExitNonZero").First).ToBeVisibleAsync();
        await Expect(page.Locator(".changes")).ToContainTextAsync(app.Repository.Revision[..7]);
        await Expect(page.Locator("main .badge", new() { HasText = "Building" })).ToHaveCountAsync(0);
        await panel.ShouldBeUsableAsync("failed deployment");
        await panel.KeepPictureAsync("failed");
    }

    private static async Task RollBackAsync(PanelPage panel, TestApp app, string first)
    {
        var page = panel.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Deployments" }).ClickAsync();
        await page.GetByText("What changed").First.ClickAsync();
        await Expect(page.Locator(".changes").First).ToContainTextAsync("commit");
        await panel.ShouldBeUsableAsync("deployments");
        await panel.KeepPictureAsync("deployments");
        var row = page.Locator($"li[data-key='{first}']");
        await row.GetByRole(AriaRole.Button, new() { Name = "Roll back" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("This rollback is possible");
        await Expect(dialog).ToContainTextAsync("envs.API_KEY");
        await panel.ShouldBeUsableAsync("rollback");
        await panel.KeepPictureAsync("rollback");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Roll back" }).ClickAsync();

        await Expect(page.GetByText("Pinned to a rollback")).ToBeVisibleAsync();
        ((JsonObject)(await app.ReadAsync())["pinned_deployment"]!)["cloned_from"]!.GetValue<string>().ShouldBe(first);
        await Expect(page.Locator("main .badge", new() { HasText = "Active" }).Nth(1)).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep the rollback" }).ClickAsync();
        await Expect(page.GetByText("Pinned to a rollback")).ToBeHiddenAsync();
    }

    private static async Task LookFromAPhoneAsync(Browser browser, PlatformProcess platform, TestApp app)
    {
        await using var phone = await browser.OpenAsync(platform.Api.Address, 360, 740, ColorScheme.Dark);
        await phone.SignInAsync(platform.Token);
        await Expect(phone.Page.GetByRole(AriaRole.Link, new() { Name = app.Name, Exact = true })).ToBeVisibleAsync();
        await phone.ShouldBeUsableAsync("apps on a phone");
        (await phone.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).backgroundColor")).ShouldBe("rgb(21, 23, 26)");
        foreach (var section in s_sections)
        {
            await phone.GoToAsync($"/panel/apps/{app.Id}{section}");
            await Expect(phone.Page.GetByRole(AriaRole.Heading, new() { Name = app.Name, Level = 1 })).ToBeVisibleAsync();
            await phone.ShouldBeUsableAsync($"{section} on a phone");
            if (section.Length == 0)
            {
                await Expect(phone.Page.GetByText("1 of 1 ready")).ToBeVisibleAsync();
                await phone.KeepPictureAsync("phone-dark");
            }
        }

        phone.ShouldBeWithoutComplaints();
    }
}
