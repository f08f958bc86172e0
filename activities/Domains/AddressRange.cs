using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Pipelines.Activities.Domains;

/// <summary>Reads addresses and networks alike.</summary>
internal static class AddressRange
{
    /// <summary>Reads <c>203.0.113.7</c> or <c>203.0.113.0/24</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IPNetwork? network)
    {
        network = IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : IPNetwork.TryParse(text, out var range) ? range
            : null;
        return network is not null;
    }
}
