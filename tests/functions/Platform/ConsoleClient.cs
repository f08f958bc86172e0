using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Pipelines.Functions.Tests.Platform;

/// <summary>A console as doctl has it: JSON text frames both ways.</summary>
internal sealed class ConsoleClient : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[128 * 1024];

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ConsoleClient> ConnectAsync(string url)
    {
        url.ShouldStartWith("ws://");
        var client = new ConsoleClient();
        await client._socket.ConnectAsync(new Uri(url), Cancellation);
        return client;
    }

    /// <summary>Tries to connect where that is refused.</summary>
    public static async Task<HttpStatusCode> RefusedAsync(string url)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        _ = await Should.ThrowAsync<WebSocketException>(() => socket.ConnectAsync(new Uri(url), Cancellation));
        return socket.HttpStatusCode;
    }

    public Task TypeAsync(string data) => SendAsync(JsonSerializer.Serialize(new { op = "stdin", data }));

    public Task ResizeAsync(int width, int height) => SendAsync(JsonSerializer.Serialize(new { op = "resize", width, height }));

    public Task SendAsync(string message) => _socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, Cancellation);

    public Task SendAsync(byte[] message) => _socket.SendAsync(message, WebSocketMessageType.Binary, true, Cancellation);

    /// <summary>What is shown next; null when the server has closed.</summary>
    public async Task<string?> ReadAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(s_patience);
        var received = await _socket.ReceiveAsync(_buffer.AsMemory(), limit.Token);
        if (received.MessageType == WebSocketMessageType.Close)
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
            return null;
        }

        received.MessageType.ShouldBe(WebSocketMessageType.Text);
        received.EndOfMessage.ShouldBeTrue();
        using var frame = JsonDocument.Parse(_buffer.AsMemory(0, received.Count));
        return frame.RootElement.GetProperty("data").GetString();
    }

    public async Task<string> ReadToEndAsync()
    {
        var text = new StringBuilder();
        while (await ReadAsync() is { } shown)
        {
            text.Append(shown);
        }

        return text.ToString();
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
