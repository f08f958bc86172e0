using Microsoft.Playwright;
using Pipelines.EndToEnd.Apps;
using Pipelines.EndToEnd.Platform;
using static Microsoft.Playwright.Assertions;

namespace Pipelines.EndToEnd.Panel;

/// <summary>Somebody's first minutes with the panel, without a mouse: from a token and a repository to a page that answers.</summary>
public sealed class FirstAppTests(SharedPlatform shared)
{
    [Fact]
    public async Task FromTheTokenToTheFirstAnswer_ByKeyboardAlone()
    {
        var platform = await shared.GetAsync();
        await using var browser = await Browser.StartAsync();
        await using var panel = await browser.OpenAsync(platform.Api.Address);
        await using var app = new TestApp(platform);
        using var gate = new BuildGate();
        _ = app.Repository.Write("build.js", gate.Script + await File.ReadAllTextAsync(Path.Combine(app.Repository.Location, "build.js"), TestContext.Current.CancellationToken));
        var page = panel.Page;

        await RefuseAWrongTokenAsync(panel);
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(platform.Token);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("No app yet")).ToBeVisibleAsync();
        page.Url.ShouldNotContain(platform.Token);
        await panel.ShouldBeUsableAsync("no app");

        await panel.TabToAsync(page.GetByRole(AriaRole.Link, new() { Name = "Deploy the first app" }));
        await page.Keyboard.PressAsync("Enter");
        await LookAtAsync(panel, app);
        await DeployAsync(panel, app);

        await gate.WaitForBuildAsync();
        var tree = page.GetByRole(AriaRole.List, new() { Name = "Progress" });
        await Expect(tree.GetByText("Building service", new() { Exact = false })).ToBeVisibleAsync();
        await Expect(tree.GetByRole(AriaRole.Img, new() { Name = "Running" }).First).ToBeVisibleAsync();
        await Expect(page.Locator("main .badge", new() { HasText = "Building" }).First).ToBeVisibleAsync();
        await panel.ShouldBeUsableAsync("deployment under way");
        await panel.KeepPictureAsync("deployment");
        await ReadTheBuildAsync(panel, tree);
        await LookAtAllAppsAsync(panel, app);

        // From here on nothing is pressed: the page follows what happens.
        gate.Open();
        await Expect(page.Locator("main .badge", new() { HasText = "Active" }).First).ToBeVisibleAsync();
        await Expect(tree.GetByRole(AriaRole.Img, new() { Name = "Done" })).ToHaveCountAsync(11);
        await app.AdoptAsync();
        (await app.GetAsync("/healthz")).ShouldContain("ok");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = $"{app.Name}.localhost" })).ToBeVisibleAsync();

        await SearchTheLogAsync(panel, app);
        panel.ShouldBeWithoutComplaints();
    }

    private static async Task RefuseAWrongTokenAsync(PanelPage panel)
    {
        await panel.GoToAsync("/");
        await panel.WithComplaintsAsync(Expect(panel.Page.GetByLabel("Token")).ToBeFocusedAsync());
        await panel.ShouldBeUsableAsync("sign in");
        await panel.Page.Keyboard.TypeAsync("not a token");
        await panel.Page.Keyboard.PressAsync("Enter");
        await Expect(panel.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not valid");

        // The browser notes each answer that is an error; this one was wanted.
        panel.ForgiveComplaints();
    }

    private static async Task LookAtAsync(PanelPage panel, TestApp app)
    {
        var page = panel.Page;
        await Expect(page.GetByLabel("Repository", new() { Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(app.Repository.Url);
        await page.Keyboard.PressAsync("Enter");
        var evidence = page.GetByRole(AriaRole.Table, new() { Name = "Why" });
        await Expect(evidence).ToContainTextAsync("package.json");
        await Expect(page.GetByText("Node.js").First).ToBeVisibleAsync();
        await Expect(page.GetByText("The name is free")).ToBeVisibleAsync();
        await panel.ShouldBeUsableAsync("what was found");
    }

    private static async Task DeployAsync(PanelPage panel, TestApp app)
    {
        var page = panel.Page;
        await panel.TabToAsync(page.GetByLabel("App name"));
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(app.Name);
        await panel.KeepPictureAsync("new-app");
        await panel.TabToAsync(page.GetByRole(AriaRole.Button, new() { Name = "Deploy", Exact = true }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = app.Name, Level = 1 })).ToBeVisibleAsync();
    }

    private static async Task ReadTheBuildAsync(PanelPage panel, ILocator tree)
    {
        var page = panel.Page;
        await panel.TabToAsync(tree.GetByRole(AriaRole.Link, new() { Name = "Logs" }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("$ npm run build");
        await panel.ShouldBeUsableAsync("log of a build under way");
        _ = await page.GoBackAsync();
        await Expect(tree.GetByText("Building service")).ToBeVisibleAsync();
    }

    private static async Task LookAtAllAppsAsync(PanelPage panel, TestApp app)
    {
        var page = panel.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Apps", Exact = true }).PressAsync("Enter");
        var row = page.Locator("li.row", new() { HasText = app.Name });
        await Expect(row.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
        await Expect(row.Locator(".badge", new() { HasText = "Building" })).ToBeVisibleAsync();
        await panel.ShouldBeUsableAsync("apps");
        await panel.KeepPictureAsync("apps");
        _ = await page.GoBackAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Deployment", Exact = true })).ToBeVisibleAsync();
    }

    private static async Task SearchTheLogAsync(PanelPage panel, TestApp app)
    {
        var page = panel.Page;
        await panel.TabToAsync(page.GetByRole(AriaRole.Link, new() { Name = "Logs", Exact = true }).First);
        await page.Keyboard.PressAsync("Enter");
        var log = page.GetByRole(AriaRole.Log);
        await Expect(log).ToContainTextAsync("node-hello listens on port");
        await panel.TabToAsync(page.GetByLabel("Kind"));
        await page.Keyboard.TypeAsync("B");
        await Expect(log).ToContainTextAsync("wrote dist/page.html");
        await Expect(log).ToContainTextAsync("End of the log");
        await panel.KeepPictureAsync("logs");
        await panel.TabToAsync(page.GetByLabel("Search"));
        await page.Keyboard.TypeAsync("DIST/page");
        await Expect(log.Locator("mark").First).ToHaveTextAsync("dist/page");
        await Expect(log.Locator(".line:visible").First).ToContainTextAsync("dist/page");
        await Expect(page.Locator(".toolbar [role=status]")).ToContainTextAsync("match");
        await panel.ShouldBeUsableAsync("logs");
    }
}
