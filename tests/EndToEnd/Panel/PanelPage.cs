using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Pipelines.EndToEnd.Panel;

/// <summary>A tab with the panel in it, which notes whatever the browser complains about.</summary>
internal sealed class PanelPage : IAsyncDisposable
{
    private const int MostTries = 5;

    // What a person can operate has a name, ids are unique, words stand out from their ground (WCAG 2.2, 1.4.3), and nothing is wider than the window.
    private const string Faults = """
        () => {
          const faults = [];
          const name = (element) => element.getAttribute('aria-label') || element.textContent.trim() || [...(element.labels ?? [])].map((label) => label.textContent.trim()).join('');
          for (const element of document.querySelectorAll('a[href], button, input, select, textarea, summary, [role=img]')) {
            if (!name(element)) faults.push('no name: ' + element.outerHTML.slice(0, 120));
          }
          const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
          ids.filter((id, i) => ids.indexOf(id) !== i).forEach((id) => faults.push('id twice: ' + id));
          if (document.querySelectorAll('h1').length !== 1) faults.push('headings of the first level: ' + document.querySelectorAll('h1').length);
          const width = document.documentElement.scrollWidth;
          if (width > innerWidth) {
            const wide = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > innerWidth + 1).slice(0, 3);
            faults.push(`wider than the window: ${width} > ${innerWidth} ` + wide.map((element) => element.outerHTML.slice(0, 90)).join(' | '));
          }
          const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const channels = (color) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
          const light = ([red, green, blue]) => [red, green, blue].map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4).reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
          const ground = (element) => { for (; element; element = element.parentElement) { const color = channels(getComputedStyle(element).backgroundColor); if (color[3] === 255) return color; } return [255, 255, 255]; };
          for (const element of document.querySelectorAll('body *')) {
            const hasWords = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
            if (!hasWords || !element.checkVisibility() || element.closest(':disabled, option, .terminal')) continue;
            const [one, other] = [light(channels(getComputedStyle(element).color)), light(ground(element))];
            const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
            if (contrast < 4.5) faults.push(`contrast ${contrast.toFixed(1)}: ` + element.outerHTML.slice(0, 120));
          }
          return faults;
        }
        """;

    private readonly ConcurrentQueue<string> _complaints = [];

    public PanelPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            // Each app that comes or goes changes the machine's networks, and the browser drops what it waits for.
            if (message.Type is "error" or "warning" && !message.Text.Contains("ERR_NETWORK_CHANGED", StringComparison.Ordinal))
            {
                _complaints.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue("uncaught: " + error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("blob:", StringComparison.Ordinal) && new Uri(request.Url).Host != "127.0.0.1")
            {
                _complaints.Enqueue("asks elsewhere: " + request.Url);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Leaves out of account what the browser complained about so far, as when the platform was killed on purpose.</summary>
    public void ForgiveComplaints() => _complaints.Clear();

    public void ShouldBeWithoutComplaints() => _complaints.ShouldBeEmpty();

    /// <summary>Looks for what a person could not use.</summary>
    public async Task ShouldBeUsableAsync(string view) => (await Page.EvaluateAsync<string[]>(Faults)).ShouldBeEmpty(view);

    /// <summary>Opens an address, as often as the machine's changing networks break that off.</summary>
    public async Task GoToAsync(string path)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                _ = await Page.GotoAsync(path);
                return;
            }
            catch (PlaywrightException exception) when (tries < MostTries && exception.Message.Contains("ERR_NETWORK_CHANGED", StringComparison.Ordinal))
            {
                // Again.
            }
        }
    }

    public async Task SignInAsync(string token)
    {
        await GoToAsync("/");
        await WithComplaintsAsync(Page.GetByLabel("Token").FillAsync(token));
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(Page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
    }

    /// <summary>Waits for the browser, and tells what it complained about when that fails.</summary>
    public async Task WithComplaintsAsync(Task waiting)
    {
        try
        {
            await waiting;
        }
        catch (Exception exception) when (exception is TimeoutException or PlaywrightException)
        {
            throw new TimeoutException($"{exception.Message}\nThe browser said: {string.Join("; ", _complaints)}\nThe page is: {await Page.ContentAsync()}", exception);
        }
    }

    /// <summary>Presses Tab until something has the focus, as who has no mouse does.</summary>
    public async Task TabToAsync(ILocator target)
    {
        for (var presses = 0; presses < 60; presses++)
        {
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }

            await Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{target} cannot be reached by Tab");
    }

    /// <summary>Keeps a picture, without the words of the moment, where the environment variable PIPELINES_SCREENSHOTS names a directory.</summary>
    public async Task KeepPictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("PIPELINES_SCREENSHOTS") is { Length: > 0 } directory)
        {
            _ = await Page.EvaluateAsync("() => document.getElementById('toasts')?.replaceChildren()");
            _ = await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(directory, name + ".png"), Animations = ScreenshotAnimations.Disabled });
        }
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
