using System.Net;
using System.Net.Sockets;

namespace Pipelines.Node.Tests.Destinations;

/// <summary>A port whose queue of connections is full: the kernel drops whoever comes next, as a dead machine would.</summary>
internal sealed class FullListener : IDisposable
{
    private readonly Socket listener = Create();
    private readonly List<Socket> waiting = [];

    public static async Task<FullListener> StartAsync()
    {
        var full = new FullListener();
        full.listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.listener.Listen(0);
        while (await full.TryFillAsync())
        {
            // One more has got in.
        }

        return full;
    }

    public Uri Url => new($"http://{listener.LocalEndPoint}");

    public void Dispose()
    {
        waiting.ForEach(each => each.Dispose());
        listener.Dispose();
    }

    private async Task<bool> TryFillAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var socket = Create();
        waiting.Add(socket);
        try
        {
            await socket.ConnectAsync(listener.LocalEndPoint!, limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static Socket Create() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
}
