using System.Net;

namespace Pipelines.Activities.Domains.Dns;

/// <summary>Looks names up in the DNS as the world sees it.</summary>
public interface IDnsResolver
{
    /// <summary>Finds the addresses of a name, IPv4 and IPv6.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellation">Cancels the look.</param>
    /// <returns>The addresses; none where the name has none or does not exist.</returns>
    /// <exception cref="DnsException">The DNS does not answer.</exception>
    Task<IReadOnlyList<IPAddress>> FindAddressesAsync(string name, CancellationToken cancellation = default);

    /// <summary>Finds the texts of a name's TXT records.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellation">Cancels the look.</param>
    /// <returns>The texts; none where the name has none or does not exist.</returns>
    /// <exception cref="DnsException">The DNS does not answer.</exception>
    Task<IReadOnlyList<string>> FindTextsAsync(string name, CancellationToken cancellation = default);
}
