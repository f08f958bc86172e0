using System.Net.WebSockets;
using System.Text;

namespace Pipelines.Benchmarks.Logs;

/// <summary>Follows a log by websocket.</summary>
internal sealed class SocketLink : ILogLink
{
    // {"data":"…\n"}
    private const int Before = 9;
    private const int After = 4;
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _frame = new byte[64 * 1024];
    private readonly char[] _line = new char[64 * 1024];

    public string? End { get; private set; }

    public static async Task<ILogLink> OpenAsync(Uri address, CancellationToken cancellation)
    {
        var link = new SocketLink();
        await link._socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws" }.Uri, cancellation);
        return link;
    }

    public async ValueTask<ReadOnlyMemory<char>> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            var length = 0;
            ValueWebSocketReceiveResult received;
            do
            {
                received = await _socket.ReceiveAsync(_frame.AsMemory(length), cancellation);
                length += received.Count;
            }
            while (!received.EndOfMessage && received.MessageType == WebSocketMessageType.Text);
            if (received.MessageType == WebSocketMessageType.Text)
            {
                return _line.AsMemory(0, Encoding.Latin1.GetChars(_frame.AsSpan(Before..(length - After)), _line));
            }

            End = $"closed with {(int?)_socket.CloseStatus}: {_socket.CloseStatusDescription}";
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);
        }
        catch (WebSocketException)
        {
            End ??= "dropped";
        }

        return default;
    }

    public void Dispose() => _socket.Dispose();
}
