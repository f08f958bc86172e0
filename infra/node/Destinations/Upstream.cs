using System.Net.Security;
using System.Net.Sockets;
using Pipelines.Clusters;

namespace Pipelines.Node.Destinations;

/// <summary>The address at which something outside of this node serves a component.</summary>
internal sealed class Upstream : IDestination, IDisposable
{
    // Now and then a new connection: the name may have got another address, and a balancer behind it new members.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    // A machine that vanished closes nothing: its connections with requests in flight must be found out.
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource ended = new();
    private readonly Uri address;

    /// <summary>Initializes a new instance of the <see cref="Upstream"/> class.</summary>
    /// <param name="component">The component, with an address that the node's rules have passed.</param>
    public Upstream(ReleaseComponent component)
    {
        Component = component;
        address = component.Upstream ?? throw new ArgumentException("The component has no upstream.", nameof(component));
        Ended = ended.Token;
        Client = new HttpMessageInvoker(CreateHandler());
    }

    public ReleaseComponent Component { get; }

    public RequestGate Gate { get; } = new();

    /// <summary>Gets the scheme, host and port.</summary>
    public string Address => $"{address.Scheme}://{address.Host}:{address.Port}";

    /// <summary>Gets the client of this address alone: it keeps no connection beyond the release.</summary>
    public HttpMessageInvoker Client { get; }

    /// <summary>Gets the token that cuts off what is still inside when the time to drain is over.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Lets no new request in, waits for those inside, and cuts off what is left then.</summary>
    public async Task RetireAsync(TimeSpan drain, TimeProvider time)
    {
        await Task.WhenAny(Gate.CloseAsync(), Task.Delay(drain, time));
        await ended.CancelAsync();
        Dispose();
    }

    public void Dispose()
    {
        Client.Dispose();
        ended.Dispose();
    }

    private SocketsHttpHandler CreateHandler()
    {
        var handler = ForwardingHandler.Create();
        handler.PooledConnectionLifetime = ConnectionLifetime;
        handler.KeepAlivePingDelay = PingDelay;
        handler.KeepAlivePingTimeout = PingTimeout;
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        if (address.Scheme == Uri.UriSchemeHttps)
        {
            handler.ConnectCallback = ConnectSecurelyAsync;
        }

        return handler;
    }

    /// <summary>The certificate must be the upstream's own; left alone, the handler asks for that of the visitor's host name.</summary>
    private async ValueTask<Stream> ConnectSecurelyAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.IdnHost, address.Port, cancellation);
            var secured = new SslStream(new NetworkStream(socket, ownsSocket: true));
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = address.IdnHost,
                ApplicationProtocols = [Component.Http2 ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11],
            };
            await secured.AuthenticateAsClientAsync(options, cancellation);
            return secured;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
