using System.Net.WebSockets;
using System.Text.Json;
using Pipelines.Clusters;
using Pipelines.Clusters.Local;

namespace Pipelines.Activities.Clusters.Local;

/// <summary>Opens shells on the node.</summary>
internal sealed class LocalShells(HttpMessageInvoker client)
{
    /// <summary>Opens one.</summary>
    /// <exception cref="ShellException">The node refuses it or does not answer.</exception>
    public async Task<IShellSession> OpenAsync(ShellRequest request, CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
            await socket.ConnectAsync(AddressOf(request), client, cancellation);
            var buffer = new byte[LocalNodeProtocol.MaximumShellMessage];
            var received = await socket.ReceiveAsync(buffer.AsMemory(), cancellation);
            var notice = received.MessageType == WebSocketMessageType.Text ? JsonSerializer.Deserialize<ShellNotice>(buffer.AsSpan(0, received.Count), LocalNodeProtocol.Json) : null;
            return notice switch
            {
                { Failure: null } => new LocalShellSession(socket),
                { Failure: { } failure } => throw new ShellException(failure, notice.Message ?? "The node opens no shell."),
                null => throw new ShellException(ShellFailure.Unavailable, "The node answered with something else."),
            };
        }
        catch (Exception exception)
        {
            socket.Dispose();
            throw exception is WebSocketException or HttpRequestException or JsonException
                ? new ShellException(ShellFailure.Unavailable, "The node does not answer.", exception)
                : exception;
        }
    }

    private static Uri AddressOf(ShellRequest request)
    {
        var size = request.Size.Bounded();
        return new Uri($"ws://node/apps/{Uri.EscapeDataString(request.AppId)}/instances/{Uri.EscapeDataString(request.Instance)}/shell?columns={size.Columns}&rows={size.Rows}");
    }
}
