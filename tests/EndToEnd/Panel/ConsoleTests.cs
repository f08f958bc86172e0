using Microsoft.Playwright;
using Pipelines.EndToEnd.Platform;
using static Microsoft.Playwright.Assertions;

namespace Pipelines.EndToEnd.Panel;

/// <summary>A shell in a container, in a real browser: the panel's terminal, the API, the node and its runtime, as they are.</summary>
public sealed class ConsoleTests(SharedPlatform shared)
{
    [Fact]
    public async Task AShell_IsUsedByKeyboard_Coloured_Resized_Pasted_AndLeft()
    {
        var platform = await shared.GetAsync();
        await using var browser = await Browser.StartAsync();
        await using var panel = await browser.OpenAsync(platform.Api.Address);
        await using var app = new TestApp(platform);
        _ = await app.CreateAndWaitAsync();
        await panel.SignInAsync(platform.Token);
        var page = panel.Page;
        await panel.GoToAsync($"/panel/apps/{app.Id}/console");
        var connect = page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true });
        await connect.ClickAsync();
        await Expect(page.GetByText("Connected.")).ToBeVisibleAsync();
        var keys = page.GetByLabel("Terminal", new() { Exact = true });
        var screen = page.Locator(".terminal .now");
        await Expect(keys).ToBeFocusedAsync();

        await page.Keyboard.TypeAsync("echo $PORT-so''me\n");
        await Expect(screen).ToContainTextAsync("-some");
        await page.Keyboard.TypeAsync("printf '\\033[2J\\033[H\\033[1;32mgre''en\\033[0m \\033[41mred\\033[0m\\n'; ls -l /\n");
        await Expect(screen.Locator(".f2.t-b")).ToHaveTextAsync("green");
        await Expect(screen.Locator(".b1")).ToHaveTextAsync("red");
        await panel.ShouldBeUsableAsync("console");
        await panel.KeepPictureAsync("console");

        // Typed at the end of a line that is then changed: erased, moved about in, completed.
        await page.Keyboard.TypeAsync("echo wroog-er");
        await page.Keyboard.PressAsync("Backspace");
        await page.Keyboard.PressAsync("Backspace");
        await page.Keyboard.TypeAsync("ring");
        await page.Keyboard.PressAsync("Enter");
        await Expect(screen).ToContainTextAsync("wroog-ring");

        var rows = page.Locator(".terminal .now > div");
        var before = await rows.CountAsync();
        await page.SetViewportSizeAsync(700, 600);
        await Expect(rows).Not.ToHaveCountAsync(before);
        await page.Keyboard.TypeAsync("node -p '`ro${\"\"}ws: ${process.stdout.rows}.`'\n");
        await Expect(screen).ToContainTextAsync($"rows: {await rows.CountAsync()}.");

        await keys.EvaluateAsync("element => { const data = new DataTransfer(); data.setData('text', 'echo from the clip$(echo board)'); element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }");
        await page.Keyboard.PressAsync("Enter");
        await Expect(screen).ToContainTextAsync("from the clipboard");

        // No trap: Shift and Tab lead out, and the button ends it.
        await page.Keyboard.PressAsync("Shift+Tab");
        await Expect(keys).Not.ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Disconnect" }).ClickAsync();
        await Expect(page.GetByText("Closed")).ToBeVisibleAsync();

        await connect.ClickAsync();
        await Expect(keys).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("exit 9\n");
        await Expect(page.GetByText("the shell ended with exit code 9")).ToBeVisibleAsync();
        panel.ShouldBeWithoutComplaints();
    }
}
