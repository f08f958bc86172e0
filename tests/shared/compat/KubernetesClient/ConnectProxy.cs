using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace k8s;

/// <summary>A proxy that makes tunnels (RFC 9110, CONNECT), and remembers where to.</summary>
internal sealed class ConnectProxy : IAsyncDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<string> targets = new();
    private readonly Task serving;

    public ConnectProxy()
    {
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        serving = ServeAsync();
    }

    public string Address => $"http://{listener.LocalEndPoint}";

    public IReadOnlyList<string> Targets => [.. targets];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await serving;
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var tunnels = new List<Task>();
        try
        {
            while (true)
            {
                tunnels.Add(TunnelAsync(await listener.AcceptAsync(stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(tunnels);
        }
    }

    private async Task TunnelAsync(Socket socket)
    {
        try
        {
            await using var near = new NetworkStream(socket, ownsSocket: true);
            var buffer = new byte[4096];
            var length = await near.ReadAsync(buffer, stop.Token);
            var target = Encoding.ASCII.GetString(buffer, 0, length).Split(' ')[1];
            targets.Enqueue(target);
            var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await far.ConnectAsync(IPEndPoint.Parse(target), stop.Token);
            await using var other = new NetworkStream(far, ownsSocket: true);
            await near.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), stop.Token);
            await Task.WhenAny(near.CopyToAsync(other, stop.Token), other.CopyToAsync(near, stop.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
        {
            // Either side went away.
        }
    }
}
