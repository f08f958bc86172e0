using System.Net.WebSockets;
using System.Text.Json;

namespace Pipelines.Functions.Tests.Platform;

/// <summary>Reads a live log the way doctl does: the scheme of the address swapped, one JSON object per frame.</summary>
internal sealed class LogClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[128 * 1024];

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    public static async Task<LogClient> ConnectAsync(string liveUrl)
    {
        liveUrl.ShouldStartWith("http://");
        var client = new LogClient();
        await client._socket.ConnectAsync(new UriBuilder(liveUrl) { Scheme = "ws" }.Uri, TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>The next line without its line break; null when the server has closed.</summary>
    public async Task<string?> ReadAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var received = await _socket.ReceiveAsync(_buffer.AsMemory(), limit.Token);
        if (received.MessageType == WebSocketMessageType.Close)
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
            return null;
        }

        received.MessageType.ShouldBe(WebSocketMessageType.Text);
        received.EndOfMessage.ShouldBeTrue();
        using var frame = JsonDocument.Parse(_buffer.AsMemory(0, received.Count));
        var data = frame.RootElement.GetProperty("data").GetString()!;
        data.ShouldEndWith("\n");
        return data[..^1];
    }

    public async Task<List<string>> ReadToEndAsync()
    {
        var lines = new List<string>();
        while (await ReadAsync() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
