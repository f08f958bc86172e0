using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipelines.Kubernetes.PodExecs;

/// <summary>A program in a container through a websocket of the protocol <c>v4.channel.k8s.io</c>: the first byte of each message is its channel.</summary>
internal sealed class PodExec(ClientWebSocket socket) : IPodExec
{
    /// <summary>The protocol.</summary>
    public const string Protocol = "v4.channel.k8s.io";

    private const byte Input = 0;
    private const byte Error = 3;
    private const byte Resize = 4;
    private const int LargestMessage = 16 * 1024;
    private const int LargestStatus = 16 * 1024;
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly byte[] received = new byte[LargestMessage + 1];
    private readonly MemoryStream status = new();
    private ReadOnlyMemory<byte> rest;
    private byte? channel;
    private bool ended;
    private bool disposed;

    public PodExecEnd? End { get; private set; }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation = default)
    {
        while (rest.IsEmpty && !ended)
        {
            await ReceiveAsync(cancellation);
        }

        var length = Math.Min(buffer.Length, rest.Length);
        rest[..length].CopyTo(buffer);
        rest = rest[length..];
        return length;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation = default)
    {
        while (!data.IsEmpty)
        {
            var part = data[..Math.Min(data.Length, LargestMessage)];
            await SendAsync([Input, .. part.Span], cancellation);
            data = data[part.Length..];
        }
    }

    public ValueTask ResizeAsync(int columns, int rows, CancellationToken cancellation = default) =>
        SendAsync([Resize, .. JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["Width"] = columns, ["Height"] = rows })], cancellation);

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
        await status.DisposeAsync();
    }

    private async Task ReceiveAsync(CancellationToken cancellation)
    {
        ValueWebSocketReceiveResult part;
        try
        {
            part = await socket.ReceiveAsync(received.AsMemory(), cancellation);
        }
        catch (WebSocketException)
        {
            ended = true;
            return;
        }

        ReadOnlyMemory<byte> content = received.AsMemory(0, part.Count);
        if (part.MessageType == WebSocketMessageType.Close)
        {
            ended = true;
            End = ReadStatus();
        }
        else if (!content.IsEmpty)
        {
            if (channel is null)
            {
                channel = content.Span[0];
                content = content[1..];
            }

            Take(content);
        }

        channel = part.EndOfMessage ? null : channel;
    }

    private void Take(ReadOnlyMemory<byte> content)
    {
        if (channel != Error)
        {
            rest = content;
        }
        else if (status.Length + content.Length <= LargestStatus)
        {
            status.Write(content.Span);
        }
    }

    // A Status object: Success, or a Failure with the exit code among its causes.
    private PodExecEnd? ReadStatus()
    {
        try
        {
            var answer = status.Length == 0 ? null : JsonNode.Parse(status.ToArray()) as JsonObject;
            if (answer is null)
            {
                return null;
            }

            if ((string?)answer["status"] == "Success")
            {
                return new PodExecEnd(0, null);
            }

            var code = (answer["details"]?["causes"] as JsonArray ?? []).FirstOrDefault(cause => (string?)cause?["reason"] == "ExitCode")?["message"];
            return new PodExecEnd(
                int.TryParse((string?)code, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exit) ? exit : null,
                (string?)answer["message"]);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private async ValueTask SendAsync(byte[] message, CancellationToken cancellation)
    {
        await sending.WaitAsync(cancellation);
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Binary, true, cancellation);
        }
        catch (WebSocketException)
        {
            // It has ended, which whoever reads it learns.
        }
        finally
        {
            sending.Release();
        }
    }
}
