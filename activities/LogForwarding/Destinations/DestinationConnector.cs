using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Pipelines.Activities.Source;

namespace Pipelines.Activities.LogForwarding.Destinations;

/// <summary>Connects to destinations, which people of any team name: to addresses of the public Internet alone where that is configured.</summary>
internal sealed class DestinationConnector(IOptions<LogForwardingOptions> options, INameResolver names)
{
    private readonly Lazy<X509Certificate2Collection?> authorities = new(() => ReadAuthorities(options.Value.AuthoritiesFile));

    /// <summary>Connects to a host.</summary>
    /// <exception cref="DestinationException">The host is not found, or not to be reached from here.</exception>
    /// <exception cref="SocketException">It does not answer.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint host, CancellationToken cancellation)
    {
        var addresses = await ResolveAsync(host.Host, cancellation);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // To the addresses that were looked at: a second answer may be another.
            await socket.ConnectAsync(addresses, host.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>How a destination's certificate is looked at.</summary>
    /// <param name="host">The host; null for the one that is asked for.</param>
    /// <param name="unchecked">Whether it is not: for destinations that say so.</param>
    [SuppressMessage("Security", "CA5359", Justification = "The user asks for it: tls_insecure.")]
    public SslClientAuthenticationOptions Security(string? host, bool @unchecked = false) => new()
    {
        TargetHost = host,
        RemoteCertificateValidationCallback = @unchecked ? (_, _, _, _) => true : Check,
    };

    /// <summary>Refuses plain HTTP where others than this machine's people name destinations.</summary>
    /// <exception cref="DestinationException">It is.</exception>
    public void RequireAllowed(Uri address)
    {
        if (address.Scheme != Uri.UriSchemeHttps && !options.Value.AllowPrivateNetworks)
        {
            throw new DestinationException("it is addressed by http, which anyone on the way can read");
        }
    }

    private static X509Certificate2Collection? ReadAuthorities(string? file)
    {
        if (string.IsNullOrEmpty(file))
        {
            return null;
        }

        var found = new X509Certificate2Collection();
        found.ImportFromPemFile(file);
        return found;
    }

    private bool Check(object sender, X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || authorities.Value is not { } trusted || certificate is not X509Certificate2 server)
        {
            return errors == SslPolicyErrors.None;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.ExtraStore.AddRange(presented?.ChainPolicy.ExtraStore ?? []);
        return chain.Build(server);
    }

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation)
    {
        IPAddress[] found;
        try
        {
            found = await names.ResolveAsync(host.Trim('[', ']'), cancellation);
        }
        catch (SocketException exception)
        {
            throw new DestinationException("its host is not found", inner: exception);
        }

        // One private address among several is refused too: the next answer may hold only that one.
        return found.Length > 0 && (options.Value.AllowPrivateNetworks || found.All(PublicNetworks.Contains))
            ? found
            : throw new DestinationException($"its host is in a private network; {LogForwardingOptions.Section}:{nameof(LogForwardingOptions.AllowPrivateNetworks)} does not allow that");
    }
}
