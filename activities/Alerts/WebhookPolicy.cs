using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Pipelines.Activities.Source;

namespace Pipelines.Activities.Alerts;

/// <summary>Which webhooks may be reached, and at which network address: what holds for repositories holds for them.</summary>
public sealed class WebhookPolicy
{
    private const int MaximumLength = 2048;
    private readonly GitSourceOptions _options;
    private readonly INameResolver _names;

    internal WebhookPolicy(IOptions<GitSourceOptions> options, INameResolver names)
    {
        _options = options.Value;
        _names = names;
    }

    /// <summary>Tells what is wrong with an address; whether its host is one of the public Internet is also looked at when it is connected to.</summary>
    /// <returns>Null when nothing is.</returns>
    public string? FindProblem(string address)
    {
        if (address.Length > MaximumLength || !Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            return "must be an https address";
        }

        if (url.UserInfo.Length > 0)
        {
            return "must not hold a user name";
        }

        if (url.Scheme == Uri.UriSchemeHttp && !(_options.AllowPrivateNetworks && url.IsLoopback))
        {
            return "must be an https address: what goes by http can be read and changed by anyone on the way";
        }

        var isPrivate = url.IsLoopback || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var literal) && !PublicNetworks.Contains(literal));
        return isPrivate && !_options.AllowPrivateNetworks ? "must not be in a private network" : null;
    }

    /// <summary>Connects to a host.</summary>
    /// <exception cref="IOException">The host is in a private network, and such are not allowed.</exception>
    internal async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await _names.ResolveAsync(context.DnsEndPoint.Host.Trim('[', ']'), cancellation);

        // One private address among several is refused too: the next answer may hold only that one.
        if (addresses.Length == 0 || (!_options.AllowPrivateNetworks && !addresses.All(PublicNetworks.Contains)))
        {
            throw new IOException("the host is in a private network");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
