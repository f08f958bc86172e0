using System.Net;
using System.Net.Sockets;
using Pipelines.Node.Destinations;
using Pipelines.Node.Networks;
using Pipelines.Node.State;

namespace Pipelines.Node.Instances;

/// <summary>Connects to the ports of instances, each in its own network.</summary>
internal sealed class InstanceConnector(NamespaceThread namespaces, NodeNames names)
{
    /// <summary>The option by which a request of an HTTP client names the instance it goes to.</summary>
    internal static readonly HttpRequestOptionsKey<InstanceRecord> Target = new("pipelines.instance");

    /// <summary>Connects to a port of an instance.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="port">The port as the spec names it.</param>
    /// <param name="httpPort">The component's public port, which is another one where instances share the host's network.</param>
    /// <param name="cancellation">Cancels the attempt.</param>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    public async Task<Socket> ConnectAsync(InstanceRecord instance, int port, int httpPort, CancellationToken cancellation)
    {
        var endpoint = instance.Namespace is null
            ? new IPEndPoint(IPAddress.Loopback, port == httpPort && instance.HostPort > 0 ? instance.HostPort : port)
            : new IPEndPoint(AddressPlan.Instance(instance.Address), port);
        var socket = await namespaces.CreateSocketAsync(instance.Namespace is null ? null : AppNetwork.PathOf(names.Network(instance.AppId)));
        try
        {
            await socket.ConnectAsync(endpoint, cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Makes an HTTP handler whose requests go to the instance that their <see cref="Target"/> names, whatever the URL's host.</summary>
    public SocketsHttpHandler CreateHandler()
    {
        var handler = ForwardingHandler.Create();
        handler.ConnectCallback = ConnectAsync;
        return handler;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        if (!context.InitialRequestMessage.Options.TryGetValue(Target, out var instance))
        {
            throw new InvalidOperationException("The request names no instance.");
        }

        var port = context.DnsEndPoint.Port;
        var socket = await ConnectAsync(instance, port, httpPort: port, cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
