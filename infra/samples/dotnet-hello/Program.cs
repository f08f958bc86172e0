// A page at /, JSON at /api, its health at /healthz. The host finishes what is being answered when it gets SIGTERM.
using System.Net;
using System.Runtime.InteropServices;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
if (Environment.GetEnvironmentVariable("PORT") is { Length: > 0 } port)
{
    builder.WebHost.UseUrls($"http://{Environment.GetEnvironmentVariable("HOST") ?? "0.0.0.0"}:{port}");
}

var revision = Environment.GetEnvironmentVariable("COMMIT_HASH") ?? Environment.GetEnvironmentVariable("REVISION") ?? "local";
var started = TimeProvider.System.GetTimestamp();
var requests = 0;

Facts Current() => new(
    "dotnet-hello",
    Environment.MachineName,
    revision,
    RuntimeInformation.FrameworkDescription,
    (int)TimeProvider.System.GetElapsedTime(started).TotalSeconds,
    Interlocked.Increment(ref requests));

var app = builder.Build();
app.MapGet("/healthz", () => "ok\n");
app.MapGet("/api", Current);
app.MapGet("/", () => Results.Content(Page(Current()), "text/html; charset=utf-8"));
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"dotnet-hello listens on {string.Join(' ', app.Urls)}, revision {revision}"));
app.Run();

static string Page(Facts facts) => $"""
    <!DOCTYPE html>
    <html lang="en">
    <meta charset="utf-8">
    <title>It works: {facts.App}</title>
    <body style="font: 16px/1.6 system-ui, sans-serif; max-width: 36rem; margin: 4rem auto; padding: 0 1rem">
    <h1>Hello from .NET.</h1>
    <p>Instance <code>{WebUtility.HtmlEncode(facts.Host)}</code>, revision <code>{WebUtility.HtmlEncode(facts.Revision)}</code>, {facts.Runtime}, request {facts.Requests}.</p>
    <p>The same as JSON: <a href="/api">/api</a></p>
    """;

internal sealed record Facts(string App, string Host, string Revision, string Runtime, int UptimeSeconds, int Requests);
