using System.Net;
using System.Net.Sockets;

namespace Pipelines.Oci.Tests;

/// <summary>A proxy that breaks a connection once so many bytes have gone to the server, a given number of times.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly int target;
    private readonly int cutAfter;
    private readonly Task accepting;
    private int cutsLeft;

    public CuttingProxy(int target, int cutAfter, int cuts)
    {
        this.target = target;
        this.cutAfter = cutAfter;
        cutsLeft = cuts;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Cuts { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, target, stop.Token);
                await Task.WhenAny(ForwardAsync(client, server), server.GetStream().CopyToAsync(client.GetStream(), stop.Token));
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
            {
                // Either side has gone.
            }
        }
    }

    private async Task ForwardAsync(TcpClient client, TcpClient server)
    {
        var block = new byte[1 << 14];
        var forwarded = 0;
        int read;
        while ((read = await client.GetStream().ReadAsync(block, stop.Token)) > 0)
        {
            forwarded += read;
            if (forwarded > cutAfter && Interlocked.Decrement(ref cutsLeft) >= 0)
            {
                Cuts++;
                return;
            }

            await server.GetStream().WriteAsync(block.AsMemory(0, read), stop.Token);
        }
    }
}
