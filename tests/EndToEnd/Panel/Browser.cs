using Microsoft.Playwright;

namespace Pipelines.EndToEnd.Panel;

/// <summary>A real browser without a window.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";
    private static readonly string[] s_arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    public static async Task<Browser> StartAsync()
    {
        Assertions.SetDefaultExpectTimeout((float)s_patience.TotalMilliseconds);
        Assert.SkipUnless(File.Exists(Program), "chromium is not installed.");
        var playwright = await Playwright.CreateAsync();
        return new Browser(playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = s_arguments }));
    }

    /// <summary>Opens a tab of somebody who was never here.</summary>
    public async Task<PanelPage> OpenAsync(Uri platform, int width = 1200, int height = 850, ColorScheme colors = ColorScheme.Light)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = platform.ToString(),
            ColorScheme = colors,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        context.SetDefaultTimeout((float)s_patience.TotalMilliseconds);
        return new PanelPage(await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
