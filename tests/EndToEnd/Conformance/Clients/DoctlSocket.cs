using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using System.Web;

namespace Pipelines.EndToEnd.Conformance.Clients;

/// <summary>doctl's listener: what arrives is JSON with <c>data</c>; only a close with code 1000 is a good end.</summary>
internal static class DoctlSocket
{
    private const int MaximumFrame = 256 * 1024;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    /// <summary>Listens until the server closes.</summary>
    /// <param name="url">Where, <c>ws</c> or <c>wss</c>. The token is that of its own query.</param>
    /// <param name="show">Takes what is shown.</param>
    /// <param name="input">What is sent meanwhile; null for nothing.</param>
    /// <param name="interrupt">Says goodbye to the server, which then closes.</param>
    /// <exception cref="DoctlException">The end is not a good one.</exception>
    public static async Task ListenAsync(Uri url, Action<string> show, ChannelReader<string>? input = null, CancellationToken interrupt = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_patience);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(WithToken(url), limit.Token);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
        var writing = WriteAsync(socket, input, interrupt, done.Token);
        var buffer = new byte[MaximumFrame];
        while (await socket.ReceiveAsync(buffer.AsMemory(), limit.Token) is { MessageType: not WebSocketMessageType.Close } received)
        {
            received.EndOfMessage.ShouldBeTrue();
            using var frame = JsonDocument.Parse(buffer.AsMemory(0, received.Count));
            show(frame.RootElement.GetProperty("data").GetString()!);
        }

        await done.CancelAsync();
        await writing;
        if (socket.State == WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", limit.Token);
        }

        if (socket.CloseStatus != WebSocketCloseStatus.NormalClosure)
        {
            throw new DoctlException($"error reading from websocket: close {(int?)socket.CloseStatus} {socket.CloseStatusDescription}");
        }
    }

    private static Uri WithToken(Uri url)
    {
        url.Scheme.ShouldBeOneOf("ws", "wss");
        var token = HttpUtility.ParseQueryString(url.Query)["token"];
        return string.IsNullOrEmpty(token) ? url : new UriBuilder(url) { Query = "token=" + Uri.EscapeDataString(token) }.Uri;
    }

    private static async Task WriteAsync(ClientWebSocket socket, ChannelReader<string>? input, CancellationToken interrupt, CancellationToken done)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(interrupt, done);
        try
        {
            await foreach (var message in (input ?? Channel.CreateUnbounded<string>().Reader).ReadAllAsync(end.Token))
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, done);
            }
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested && !done.IsCancellationRequested)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", done);
        }
        catch (OperationCanceledException)
        {
            // The server has closed.
        }
    }
}
