using System.Net;
using System.Net.Sockets;
using Pipelines.Node.Networks;

namespace Pipelines.Node.Releases;

/// <summary>Hands out the addresses of an app's instances; one that has just been given back is taken last.</summary>
internal sealed class AddressPool
{
    private readonly Lock gate = new();
    private readonly HashSet<int> used = [];
    private int next = AddressPlan.FirstInstance;

    /// <summary>Marks an address as in use.</summary>
    public void Reserve(int index)
    {
        lock (gate)
        {
            used.Add(index);
        }
    }

    /// <summary>Takes a free address.</summary>
    /// <exception cref="InvalidOperationException">All are in use.</exception>
    public int Take()
    {
        lock (gate)
        {
            for (var tried = AddressPlan.FirstInstance; tried <= AddressPlan.LastInstance; tried++)
            {
                var index = next;
                next = next == AddressPlan.LastInstance ? AddressPlan.FirstInstance : next + 1;
                if (used.Add(index))
                {
                    return index;
                }
            }

            throw new InvalidOperationException("Every address of the app's network is in use.");
        }
    }

    public void Return(int index)
    {
        lock (gate)
        {
            used.Remove(index);
        }
    }

    /// <summary>Finds a port of the host's loopback that is free now.</summary>
    public static int TakeHostPort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
