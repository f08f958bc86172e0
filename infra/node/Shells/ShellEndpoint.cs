using System.Net.WebSockets;
using System.Text.Json;
using Pipelines.Clusters;
using Pipelines.Clusters.Local;

namespace Pipelines.Node.Shells;

/// <summary>Serves a shell through a websocket on the node's socket: see <see cref="ShellNotice"/>.</summary>
internal sealed class ShellEndpoint(ShellHost shells, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    public async Task ServeAsync(HttpContext context, ShellRequest request)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        // No pings: whoever is at the other end of the socket is on this machine, and gone when its connection is.
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await shells.RunAsync(request, session => ServeAsync(socket, session, end));
        }
        catch (ShellException exception)
        {
            await EndAsync(socket, new ShellNotice(exception.Failure, exception.Message));
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The client has gone, or the node stops.
            socket.Abort();
        }
    }

    private static async Task ServeAsync(WebSocket socket, IShellSession session, CancellationTokenSource end)
    {
        await SendAsync(socket, new ShellNotice(), end.Token);
        var typing = TypeAsync(socket, session, end);
        try
        {
            await ShowAsync(socket, session, end.Token);
            await EndAsync(socket, new ShellNotice(ExitCode: session.ExitCode));

            // The client closes when it has read that; cut off sooner, it might not.
            end.CancelAfter(ClosePatience);
        }
        catch
        {
            await end.CancelAsync();
            throw;
        }
        finally
        {
            await typing;
        }
    }

    private static async Task ShowAsync(WebSocket socket, IShellSession session, CancellationToken cancellation)
    {
        var buffer = new byte[LocalNodeProtocol.MaximumShellMessage];
        int read;
        while ((read = await session.ReadAsync(buffer, cancellation)) > 0)
        {
            await socket.SendAsync(buffer.AsMemory(0, read), WebSocketMessageType.Binary, true, cancellation);
        }
    }

    private static async Task TypeAsync(WebSocket socket, IShellSession session, CancellationTokenSource end)
    {
        var buffer = new byte[LocalNodeProtocol.MaximumShellMessage];
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), end.Token);
                if (received.MessageType == WebSocketMessageType.Close || !received.EndOfMessage)
                {
                    break;
                }

                await (received.MessageType == WebSocketMessageType.Binary
                    ? session.WriteAsync(buffer.AsMemory(0, received.Count), end.Token)
                    : session.ResizeAsync(JsonSerializer.Deserialize<TerminalSize>(buffer.AsSpan(0, received.Count), LocalNodeProtocol.Json), end.Token));
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or JsonException)
        {
            // The client has gone or is no client of ours; or it is over anyway.
        }

        await end.CancelAsync();
    }

    private static Task SendAsync(WebSocket socket, ShellNotice notice, CancellationToken cancellation) =>
        socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(notice, LocalNodeProtocol.Json), WebSocketMessageType.Text, true, cancellation);

    private static async Task EndAsync(WebSocket socket, ShellNotice notice)
    {
        await SendAsync(socket, notice, CancellationToken.None);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }
}
