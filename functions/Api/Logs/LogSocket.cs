using System.Net.WebSockets;
using System.Text.Json;
using Pipelines.Functions.Http;

namespace Pipelines.Functions.Api.Logs;

/// <summary>
/// Sends a log through a websocket: a text frame <c>{"data":"component timestamp text\n"}</c> per line, then a close with
/// code 1000. A client that does not read holds up nobody but itself, and is cut off.
/// </summary>
/// <param name="socket">The websocket.</param>
/// <param name="time">The clock.</param>
/// <param name="stopping">The host stops.</param>
internal sealed class LogSocket(WebSocket socket, TimeProvider time, CancellationToken stopping)
{
    private static readonly TimeSpan s_sendPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_closePatience = TimeSpan.FromSeconds(2);

    /// <summary>Sends the lines until they end, the client goes, or the host stops.</summary>
    /// <param name="read">Reads the lines until its token is cancelled.</param>
    public async Task SendAsync(Func<CancellationToken, IAsyncEnumerable<ShownLine>> read)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var received = ReceiveAsync(end);
        try
        {
            await SendLinesAsync(read(end.Token), end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client has gone or the host stops: the close below says so.
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or TimeoutException)
        {
            // The connection broke, or the client did not read for too long.
            socket.Abort();
        }
        catch
        {
            // The log cannot be read: the client learns that, the host's log why.
            await CloseAsync(received, WebSocketCloseStatus.InternalServerError, "the log cannot be read");
            throw;
        }

        await CloseAsync(received, WebSocketCloseStatus.NormalClosure, "end of log");
    }

    private async Task SendLinesAsync(IAsyncEnumerable<ShownLine> lines, CancellationToken end)
    {
        await foreach (var line in lines.WithCancellation(end))
        {
            using var limit = new CancellationTokenSource(s_sendPatience, time);
            await using var stop = end.Register(() => limit.CancelAfter(s_closePatience));
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { Data = line + "\n" }, ApiJson.Options), WebSocketMessageType.Text, true, limit.Token);
        }
    }

    // What a client sends is of no interest but its close, and the pongs that the socket handles itself while it is read.
    private async Task ReceiveAsync(CancellationTokenSource end)
    {
        var buffer = new byte[1024];
        try
        {
            while (socket.State is WebSocketState.Open or WebSocketState.CloseSent
                && (await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
                // Dropped.
            }
        }
        catch (WebSocketException)
        {
            // The connection is gone.
        }

        await end.CancelAsync();
    }

    private async Task CloseAsync(Task received, WebSocketCloseStatus status, string reason)
    {
        using var limit = new CancellationTokenSource(s_closePatience, time);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(status, reason, limit.Token);
            }

            await received.WaitAsync(limit.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            socket.Abort();
            await received;
        }
    }
}
