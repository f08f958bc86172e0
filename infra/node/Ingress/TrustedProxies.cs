using System.Net;

namespace Pipelines.Node.Ingress;

/// <summary>The peers whose word on who asked for what (<c>X-Forwarded-…</c>) is believed.</summary>
internal sealed class TrustedProxies
{
    private const string Nobody = "none";
    private readonly IReadOnlyList<IPNetwork> networks;

    private TrustedProxies(IReadOnlyList<IPNetwork> networks) => this.networks = networks;

    /// <summary>Reads a list of addresses and networks (<c>10.0.0.0/8</c>), separated by commas; <c>none</c> or nothing for nobody.</summary>
    /// <exception cref="FormatException">An entry is neither.</exception>
    public static TrustedProxies Parse(string text)
    {
        var entries = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new TrustedProxies(entries is [Nobody] ? [] : [.. entries.Select(ParseEntry)]);
    }

    /// <summary>Whether a peer is believed.</summary>
    public bool Contains(IPAddress? peer)
    {
        if (peer is null)
        {
            return false;
        }

        var address = peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer;
        return networks.Any(each => each.Contains(address));
    }

    private static IPNetwork ParseEntry(string entry)
    {
        if (IPAddress.TryParse(entry, out var address))
        {
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        }

        return IPNetwork.TryParse(entry, out var network)
            ? network
            : throw new FormatException($"'{entry}' is neither an IP address nor a network such as 10.0.0.0/8.");
    }
}
