using System.Net.WebSockets;
using System.Text.Json;
using Pipelines.Functions.Http;

namespace Pipelines.Functions.Api.Logs;

/// <summary>
/// Sends a log through a websocket: a text frame <c>{"data":"component timestamp text\n"}</c> per line, then a close with
/// code 1000. A client that does not read holds up nobody but itself. Once it has taken nothing for too long the log is no
/// longer read for it, and it is closed with code 1008 and the reason; one that does not even take that is dropped.
/// </summary>
/// <param name="socket">The websocket.</param>
/// <param name="patience">How long the client may take nothing.</param>
/// <param name="time">The clock.</param>
/// <param name="drop">Drops the connection.</param>
/// <param name="stopping">The host stops.</param>
internal sealed class LogSocket(WebSocket socket, TimeSpan patience, TimeProvider time, Action drop, CancellationToken stopping) : IDisposable
{
    private static readonly TimeSpan s_closePatience = TimeSpan.FromSeconds(2);

    // Time for one that comes back to take what is on its way and to learn why nothing follows.
    private static readonly TimeSpan s_lastPatience = TimeSpan.FromSeconds(30);
    private readonly CancellationTokenSource _dropped = new();
    private Task _sent = Task.CompletedTask;

    /// <summary>Sends the lines until they end, the client goes or takes nothing for too long, or the host stops.</summary>
    /// <param name="read">Reads the lines until its token is cancelled.</param>
    /// <param name="onCut">Called when the client has taken nothing for too long.</param>
    /// <param name="revoked">Cancelled when the client may not read any more.</param>
    public async Task SendAsync(Func<CancellationToken, IAsyncEnumerable<ShownLine>> read, Action onCut, CancellationToken revoked)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, revoked);
        var received = ReceiveAsync(end);
        var taken = true;
        try
        {
            taken = await SendLinesAsync(read(end.Token), end.Token);
        }
        catch (Exception exception) when (exception is WebSocketException || (exception is OperationCanceledException && (end.IsCancellationRequested || socket.State is WebSocketState.Aborted)))
        {
            // The client has gone, the connection broke or the host stops: the close below says so, where it can.
        }
        catch
        {
            // The log cannot be read: the client learns that, the host's log why.
            await CloseAsync(received, WebSocketCloseStatus.InternalServerError, "the log cannot be read", s_closePatience);
            throw;
        }

        if (revoked.IsCancellationRequested)
        {
            await CloseAsync(received, WebSocketCloseStatus.PolicyViolation, "the token that the log was asked for with has ended", s_closePatience);
            return;
        }

        if (taken)
        {
            await CloseAsync(received, WebSocketCloseStatus.NormalClosure, "end of log", s_closePatience);
            return;
        }

        onCut();
        await CloseAsync(received, WebSocketCloseStatus.PolicyViolation, $"nothing was read for {patience.TotalSeconds:0.###} s: ask for the log again", s_lastPatience);
    }

    public void Dispose() => _dropped.Dispose();

    // False when the client took nothing for too long: the log is not read on by then.
    private async Task<bool> SendLinesAsync(IAsyncEnumerable<ShownLine> lines, CancellationToken end)
    {
        await foreach (var line in lines.WithCancellation(end))
        {
            _sent = socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { Data = line + "\n" }, ApiJson.Options), WebSocketMessageType.Text, true, _dropped.Token);
            if (!await IsTakenAsync(_sent, end))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> IsTakenAsync(Task sent, CancellationToken end)
    {
        if (sent.IsCompleted)
        {
            await sent;
            return true;
        }

        try
        {
            await sent.WaitAsync(patience, time, end);
            return true;
        }
        catch (TimeoutException) when (!sent.IsCompleted)
        {
            return false;
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

    private async Task CloseAsync(Task received, WebSocketCloseStatus status, string reason, TimeSpan limit)
    {
        using var over = new CancellationTokenSource(limit, time);
        await using var sooner = stopping.Register(() => over.CancelAfter(s_closePatience));
        try
        {
            // A frame that is on its way cannot be followed by a close before it is whole.
            await _sent.WaitAsync(over.Token);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(status, reason, over.Token);
            }

            await received.WaitAsync(over.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            Drop();
            await _sent.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await received;
        }
    }

    private void Drop()
    {
        _dropped.Cancel();
        socket.Abort();
        drop();
    }
}
