using System.Net.Sockets;

namespace Pipelines.Node.Networks;

/// <summary>A connection to an instance, counted there until it is disposed.</summary>
internal sealed class ServiceConnection(Socket socket, Action leave) : IAsyncDisposable
{
    public Socket Socket => socket;

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        leave();
        return ValueTask.CompletedTask;
    }
}
