using System.Net;
using System.Net.Sockets;

using Xunit;

namespace Pipelines.TestClusters;

/// <summary>
/// Leads pods to a port of this machine's loopback, such as the registry's: it listens on the address that the node has in
/// the pods' own network. It works on threads of its own, so that tests that keep the pool busy never hold up a build.
/// </summary>
public sealed class PodSideForwarder : IDisposable
{
    private readonly TcpListener _listener;
    private readonly IPEndPoint _target;

    private PodSideForwarder(TcpListener listener, IPEndPoint target)
    {
        (_listener, _target) = (listener, target);
        Start(Accept);
    }

    /// <summary>Host and port as pods name them.</summary>
    public string Host => _listener.LocalEndpoint.ToString()!;

    /// <summary>Finds the address at which pods reach this machine, or skips the test where there is none.</summary>
    public static async Task<IPAddress> FindNodeAddressAsync(TestCluster cluster, CancellationToken cancellation)
    {
        var address = IPAddress.Parse(await cluster.KubectlAsync(
            ["get", "nodes", "-o", "jsonpath={.items[0].status.addresses[?(@.type==\"InternalIP\")].address}"], cancellation: cancellation));
        using var trial = new TcpListener(address, 0);
        try
        {
            trial.Start();
        }
        catch (SocketException)
        {
            Assert.Skip($"pods cannot reach this process: it cannot listen on the node's address {address}");
        }

        return address;
    }

    /// <summary>Begins to listen.</summary>
    /// <param name="address">The node's address.</param>
    /// <param name="target">Host and port that pods are led to.</param>
    public static PodSideForwarder Start(IPAddress address, string target)
    {
        var listener = new TcpListener(address, 0);
        listener.Start(backlog: 512);
        return new PodSideForwarder(listener, IPEndPoint.Parse(target));
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static void Start(Action work) => new Thread(() => work()) { IsBackground = true, Name = nameof(PodSideForwarder) }.Start();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var near = _listener.AcceptSocket();
                Start(() => Forward(near));
            }
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It has been stopped.
        }
    }

    private void Forward(Socket near)
    {
        using (near)
        using (var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true })
        {
            near.NoDelay = true;
            try
            {
                far.Connect(_target);
                var back = new Thread(() => Copy(far, near)) { IsBackground = true };
                back.Start();
                Copy(near, far);
                back.Join();
            }
            catch (SocketException)
            {
                // Nobody listens there: the pod sees its connection end.
            }
        }
    }

    // Each side may end what it sends while it still reads.
    private static void Copy(Socket from, Socket to)
    {
        var buffer = new byte[64 << 10];
        try
        {
            while (from.Receive(buffer) is var count && count > 0)
            {
                for (var sent = 0; sent < count;)
                {
                    sent += to.Send(buffer.AsSpan(sent, count - sent));
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            // One side has gone: the other has nothing to wait for.
            to.Dispose();
            from.Dispose();
        }
    }
}
