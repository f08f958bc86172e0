using System.Net;
using System.Net.Sockets;

namespace Pipelines.EndToEnd.Platform;

/// <summary>Ports of the loopback interface.</summary>
internal static class FreePorts
{
    // Below the range that the kernel takes the ports of outgoing connections from (ip_local_port_range): a program that is
    // killed and started again would else find its port taken by some connection.
    private const int First = 20_000;
    private const int End = 30_000;

    private static int s_last = Random.Shared.Next(End - First);

    /// <summary>Finds one that nobody listens on, and that this process was not given before.</summary>
    public static int Find()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref s_last) % (End - First));
            if (!IsListening(port))
            {
                return port;
            }
        }
    }

    /// <summary>Whether somebody listens on one.</summary>
    public static bool IsListening(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
