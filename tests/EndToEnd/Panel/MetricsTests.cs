using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pipelines.EndToEnd.Platform;
using static Microsoft.Playwright.Assertions;

namespace Pipelines.EndToEnd.Panel;

/// <summary>What is measured of an app as plots, by keyboard and on a phone; its alerts, and a message that really comes.</summary>
public sealed class MetricsTests(SharedPlatform shared)
{
    private const int Step = 60;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Look_at_figures_and_be_told_of_a_deployment()
    {
        var platform = await shared.GetAsync();
        await using var browser = await Browser.StartAsync();
        await using var panel = await browser.OpenAsync(platform.Api.Address);
        await using var app = new TestApp(platform);
        app.Spec["alerts"] = new JsonArray(new JsonObject { ["rule"] = "DEPLOYMENT_LIVE" });
        app.Component["alerts"] = new JsonArray(new JsonObject { ["rule"] = "CPU_UTILIZATION", ["operator"] = "GREATER_THAN", ["value"] = 80, ["window"] = "FIVE_MINUTES" });
        _ = await app.CreateAndWaitAsync();
        await panel.SignInAsync(platform.Token);

        await BeToldAsync(panel, app);
        await ReadPlotsAsync(panel, app);
        panel.ShouldBeWithoutComplaints();
        await LookFromAPhoneAsync(browser, platform, app);
    }

    private static async Task BeToldAsync(PanelPage panel, TestApp app)
    {
        using var hook = new HookListener();
        var page = panel.Page;
        await panel.GoToAsync($"/panel/apps/{app.Id}/alerts");

        // Whether something is measured yet depends on how long the deployment took.
        await Expect(page.Locator("li", new() { HasText = "CPU utilization of web" }).Locator(".badge")).ToHaveTextAsync(new Regex("^Nothing measured yet$|^Active$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await page.GetByRole(AriaRole.Button, new() { Name = "Who is told of Deployment live" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Other webhook").FillAsync(hook.Address);
        await dialog.GetByLabel("Secret to sign with").FillAsync("hunter2");
        await panel.ShouldBeUsableAsync("destinations of an alert");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("1 webhook", new() { Exact = true })).ToBeVisibleAsync();

        var deployment = await app.DeployAsync();
        await app.WaitForPhaseAsync(deployment, "ACTIVE");
        await Eventually.BeAsync(() => hook.Messages.Any(message => (string?)message["deployment_id"] == deployment), "a message about the deployment", s_limit);
        var told = hook.Messages.First(message => (string?)message["deployment_id"] == deployment);
        ((string?)told["rule"]).ShouldBe("DEPLOYMENT_LIVE");
        await Expect(page.Locator("main")).ToContainTextAsync($"deployment {deployment} is live");
        await panel.ShouldBeUsableAsync("alerts");
        await panel.KeepPictureAsync("alerts");
        (await page.ContentAsync()).ShouldNotContain("hook-with-a-secret");
    }

    private static async Task ReadPlotsAsync(PanelPage panel, TestApp app)
    {
        var page = panel.Page;
        await page.RouteAsync("**/platform/apps/*/metrics?*", route => route.FulfillAsync(new() { Json = Figures(route.Request.Url, isEmpty: true) }));
        await page.GetByRole(AriaRole.Link, new() { Name = "Metrics" }).ClickAsync();
        await Expect(page.GetByText("Nothing was measured in this time")).ToBeVisibleAsync();
        await page.UnrouteAllAsync();

        // The platform's own figures need hours to make a picture: these are made up, in the form in which they come.
        await page.RouteAsync("**/platform/apps/*/metrics?*", route => route.FulfillAsync(new() { Json = Figures(route.Request.Url) }));
        await page.GetByRole(AriaRole.Link, new() { Name = "14 days" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "6 hours" }).ClickAsync();
        var plot = page.GetByRole(AriaRole.Slider, new() { Name = "CPU of web" });
        await Expect(plot).ToHaveAttributeAsync("aria-valuetext", new Regex("average [0-9.]+ %, busiest [0-9.]+ %$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        (await page.GetByRole(AriaRole.Slider).CountAsync()).ShouldBe(5);
        await panel.ShouldBeUsableAsync("metrics");
        await panel.KeepPictureAsync("metrics");

        // By keyboard alone; all plots show the same moment.
        var last = int.Parse((await plot.GetAttributeAsync("aria-valuenow"))!);
        await panel.TabToAsync(plot);
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(plot).ToHaveAttributeAsync("aria-valuenow", $"{last - 1}");
        await page.Keyboard.PressAsync("Home");
        await Expect(page.GetByRole(AriaRole.Slider, new() { Name = "Memory of web" })).ToHaveAttributeAsync("aria-valuenow", "0");
        await page.GetByText("Figures of web as a table").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Figures of web" }).GetByRole(AriaRole.Row)).ToHaveCountAsync(30);
        await page.UnrouteAllAsync();
    }

    private static async Task LookFromAPhoneAsync(Browser browser, PlatformProcess platform, TestApp app)
    {
        await using var phone = await browser.OpenAsync(platform.Api.Address, 360, 740, ColorScheme.Dark);
        await phone.SignInAsync(platform.Token);
        await phone.Page.RouteAsync("**/platform/apps/*/metrics?*", route => route.FulfillAsync(new() { Json = Figures(route.Request.Url) }));
        await phone.GoToAsync($"/panel/apps/{app.Id}/metrics");
        await Expect(phone.Page.GetByRole(AriaRole.Slider).First).ToBeVisibleAsync();
        await phone.ShouldBeUsableAsync("metrics on a phone");
        await phone.KeepPictureAsync("metrics-phone-dark");
        await phone.GoToAsync($"/panel/apps/{app.Id}/alerts");
        await Expect(phone.Page.GetByText("1 webhook", new() { Exact = true })).ToBeVisibleAsync();
        await phone.ShouldBeUsableAsync("alerts on a phone");
        phone.ShouldBeWithoutComplaints();
    }

    /// <summary>Figures of a service with two instances over the range that is asked for, with a hole in them.</summary>
    private static JsonElement Figures(string url, bool isEmpty = false)
    {
        var query = new Uri(url).Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => long.Parse(pair[1]));
        var first = (query["start"] / Step * Step) + Step;
        var times = isEmpty ? [] : Enumerable.Range(0, 360).Where(i => i is < 200 or > 220).Select(i => first + (i * Step)).ToList();
        double[] Wave(double middle, double swing, double period) => [.. times.Select((_, i) => Math.Round(Math.Max(0, middle + (swing * Math.Sin(i / period)) + (i * 37 % 11)), 2))];
        long[] Count(double middle, double swing, double period) => [.. Wave(middle, swing, period).Select(value => (long)value)];
        var web = new
        {
            name = "web",
            instances = times.Select(_ => 2),
            cpu_percent = Wave(35, 20, 40),
            cpu_percent_highest = Wave(48, 26, 40),
            memory_percent = Wave(52, 8, 90),
            memory_bytes = Count(280e6, 20e6, 90),
            restarts = times.Select((_, i) => i == 150 ? 1 : 0),
            requests = new Dictionary<string, long[]> { ["2xx"] = Count(420, 200, 35), ["3xx"] = Count(30, 10, 20), ["4xx"] = Count(12, 8, 15), ["5xx"] = Count(1, 2, 25) },
            latency = new Dictionary<string, double[]> { ["p50"] = Wave(18, 6, 30), ["p95"] = Wave(85, 30, 30), ["p99"] = Wave(160, 60, 25) },
        };
        return JsonSerializer.SerializeToElement(new
        {
            metrics = new
            {
                start = DateTimeOffset.FromUnixTimeSeconds(query["start"]),
                end = DateTimeOffset.FromUnixTimeSeconds(query["end"]),
                step_seconds = Step,
                source = "platform",
                times,
                components = isEmpty ? [] : new[] { web },
            },
        });
    }
}
