using System.CommandLine;
using System.Net.WebSockets;
using System.Text.Json;
using Pipelines.Cli.Api;

namespace Pipelines.Cli.Commands;

/// <summary><c>pipelines logs</c>: shows what an app's build, deployment or instances wrote.</summary>
internal static class LogsCommand
{
    private static readonly Argument<string> s_app = new("app") { Description = "The app's name or id" };
    private static readonly Option<string> s_type = new("--type") { Description = "build, deploy or run", DefaultValueFactory = _ => "run" };
    private static readonly Option<string?> s_component = new("--component") { Description = "Only this component" };
    private static readonly Option<int?> s_tail = new("--tail") { Description = "Only the last so many lines" };
    private static readonly Option<bool> s_follow = new("--follow", "-f") { Description = "Go on with new lines" };

    public static Command Create()
    {
        s_type.AcceptOnlyFromAmong("build", "deploy", "run");
        return new Command("logs", "Show the logs of an app") { s_app, s_type, s_component, s_tail, s_follow, PlatformOptions.Api, PlatformOptions.Data }.Runs(RunAsync);
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var api = PlatformOptions.Open(arguments);
        var app = await api.GetAppAsync(arguments.GetValue(s_app)!, cancellation);
        var deployment = app.InProgressDeployment ?? app.ActiveDeployment ?? app.PendingDeployment
            ?? throw new CliException($"{app.Name} has no deployment yet");
        var follow = arguments.GetValue(s_follow);
        var addresses = await api.GetLogsAsync(
            app.Id, deployment.Id, arguments.GetValue(s_component), arguments.GetValue(s_type)!.ToUpperInvariant(), arguments.GetValue(s_tail), follow, cancellation);
        if (follow && addresses.LiveUrl is { Length: > 0 } live)
        {
            await FollowAsync(live, cancellation);
        }
        else if (addresses.HistoricUrls is [var url, ..])
        {
            await Console.Out.WriteAsync(await ApiClient.DownloadAsync(url, cancellation));
        }

        return 0;
    }

    private static async Task FollowAsync(string url, CancellationToken cancellation)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(url) { Scheme = url.StartsWith("https", StringComparison.Ordinal) ? "wss" : "ws" }.Uri, cancellation);
        var buffer = new byte[64 * 1024];
        using var frame = new MemoryStream();
        while (await socket.ReceiveAsync(buffer.AsMemory(), cancellation) is { MessageType: not WebSocketMessageType.Close } received)
        {
            await frame.WriteAsync(buffer.AsMemory(0, received.Count), cancellation);
            if (received.EndOfMessage)
            {
                await Console.Out.WriteAsync(TextOf(frame.ToArray()));
                frame.SetLength(0);
            }
        }
    }

    private static string? TextOf(byte[] frame)
    {
        using var document = JsonDocument.Parse(frame);
        return document.RootElement.TryGetProperty("data", out var data) ? data.GetString() : "";
    }
}
