using Microsoft.Playwright;
using Pipelines.EndToEnd.Platform;
using Pipelines.Orchestrations.Tests.Domains;
using static Microsoft.Playwright.Assertions;

namespace Pipelines.EndToEnd.Panel;

/// <summary>Domains in the panel: added, given their records, secured, removed.</summary>
public sealed class DomainsTests(SharedPlatform shared)
{
    [Fact]
    public async Task Add_SetRecords_AndRemove()
    {
        var ingress = FreePorts.Find();
        await using var pebble = await Pebble.StartAsync(ingress);
        var environment = pebble.Settings.ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value, StringComparer.Ordinal);
        environment["Pipelines__LocalCluster__IngressHttpsUrl"] = $"https://127.0.0.1:{FreePorts.Find()}";
        environment["Pipelines__Domains__Addresses__0"] = "127.0.0.1";
        await using var platform = await PlatformProcess.StartAsync(new PlatformSetup { LayersOf = await shared.GetAsync(), IngressPort = ingress, Environment = environment });
        await pebble.SetAddressesAsync("www.example.test", "192.0.2.7");
        await using var app = new TestApp(platform);
        _ = await app.CreateAndWaitAsync();
        await using var browser = await Browser.StartAsync();
        await using var panel = await browser.OpenAsync(platform.Api.Address);
        await panel.SignInAsync(platform.Token);
        var page = panel.Page;

        await panel.GoToAsync($"/panel/apps/{app.Id}/domains");
        await page.GetByLabel("Host name").FillAsync("www.example.test");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add and deploy" }).ClickAsync();
        await IsDeployedAsync(page);

        // What leads elsewhere says where, and what to do about it.
        await panel.GoToAsync($"/panel/apps/{app.Id}/domains");
        await Expect(page.GetByText("www.example.test leads to 192.0.2.7")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Copy the value of the CNAME record").First).ToBeVisibleAsync();
        await page.GetByLabel("Host name").FillAsync("example.org");
        await page.GetByLabel("and every name below it").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add and deploy" }).ClickAsync();
        await IsDeployedAsync(page);

        await panel.GoToAsync($"/panel/apps/{app.Id}/domains");
        await Expect(page.GetByText("_acme-challenge.example.org").First).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Copy the value of the TXT record").First).ToBeVisibleAsync();
        await panel.ShouldBeUsableAsync("domains");
        await panel.KeepPictureAsync("domains");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove www.example.test" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Remove and deploy" }).ClickAsync();
        await IsDeployedAsync(page);
        ((string)(await app.ReadAsync())["spec"]!["domains"]![0]!["domain"]!).ShouldBe("example.org");
        panel.ShouldBeWithoutComplaints();
    }

    // The page of the deployment has its badge beside the app's.
    private static async Task IsDeployedAsync(IPage page)
    {
        await page.WaitForURLAsync("**/deployments/*");
        await Expect(page.Locator("main .badge", new() { HasText = "Active" }).Nth(1)).ToBeVisibleAsync();
    }
}
