using System.Net.WebSockets;
using System.Text.Json;
using Pipelines.Clusters;
using Pipelines.Clusters.Local;

namespace Pipelines.Activities.Clusters.Local;

/// <summary>A shell on the node, through a websocket: see <see cref="ShellNotice"/>.</summary>
internal sealed class LocalShellSession(ClientWebSocket socket) : IShellSession
{
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly byte[] notice = new byte[LocalNodeProtocol.MaximumShellMessage];
    private bool ended;
    private bool disposed;

    public int? ExitCode { get; private set; }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation = default)
    {
        try
        {
            while (!ended)
            {
                var received = await socket.ReceiveAsync(buffer, cancellation);
                if (received is { MessageType: WebSocketMessageType.Binary, Count: > 0 })
                {
                    return received.Count;
                }

                if (received.MessageType == WebSocketMessageType.Text)
                {
                    await TakeNoticeAsync(buffer[..received.Count], received.EndOfMessage, cancellation);
                }

                ended |= received.MessageType != WebSocketMessageType.Binary;
            }
        }
        catch (WebSocketException)
        {
            // The node has gone, and the shell with it.
            ended = true;
        }

        return 0;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation = default) => SendAsync(data, WebSocketMessageType.Binary, cancellation);

    public ValueTask ResizeAsync(TerminalSize size, CancellationToken cancellation = default) =>
        SendAsync(JsonSerializer.SerializeToUtf8Bytes(size.Bounded(), LocalNodeProtocol.Json), WebSocketMessageType.Text, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        using var limit = new CancellationTokenSource(ClosePatience);
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // Gone already, or stuck: it is cut off below.
        }

        socket.Dispose();
        sending.Dispose();
    }

    // The reader's buffer may be shorter than a notice.
    private async Task TakeNoticeAsync(ReadOnlyMemory<byte> first, bool isWhole, CancellationToken cancellation)
    {
        first.CopyTo(notice);
        var length = first.Length;
        while (!isWhole && length < notice.Length)
        {
            var received = await socket.ReceiveAsync(notice.AsMemory(length), cancellation);
            length += received.Count;
            isWhole = received.EndOfMessage;
        }

        ExitCode = JsonSerializer.Deserialize<ShellNotice>(notice.AsSpan(0, length), LocalNodeProtocol.Json)?.ExitCode;
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> data, WebSocketMessageType type, CancellationToken cancellation)
    {
        await sending.WaitAsync(cancellation);
        try
        {
            while (!data.IsEmpty)
            {
                var part = data[..Math.Min(data.Length, LocalNodeProtocol.MaximumShellMessage)];
                await socket.SendAsync(part, type, true, cancellation);
                data = data[part.Length..];
            }
        }
        catch (WebSocketException)
        {
            // The shell has ended, which whoever reads it learns.
        }
        finally
        {
            sending.Release();
        }
    }
}
