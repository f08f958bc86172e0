using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Pipelines.Node.Ingress;

/// <summary>Where the ingress listens.</summary>
/// <param name="Address">The address of an interface, <c>0.0.0.0</c> or <c>[::]</c> for all of them; null for both loopback addresses.</param>
/// <param name="Port">The port.</param>
internal sealed record IngressAddress(IPAddress? Address, int Port)
{
    /// <summary>Reads <c>http://&lt;address or localhost&gt;:&lt;port&gt;</c>, or the same with another scheme.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static IngressAddress Parse(string text, string scheme = "http")
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme != scheme || url.PathAndQuery != "/")
        {
            throw new FormatException($"The ingress cannot listen at '{text}': {scheme}://<address>:<port> is expected.");
        }

        if (IPAddress.TryParse(url.Host, out var address))
        {
            return new IngressAddress(address, url.Port);
        }

        return url.Host == "localhost"
            ? new IngressAddress(null, url.Port)
            : throw new FormatException($"The ingress cannot listen at '{text}': name an interface by its IP address, or all of them by 0.0.0.0.");
    }

    /// <summary>Has the server listen there.</summary>
    public void Apply(KestrelServerOptions kestrel, Action<ListenOptions>? configure = null)
    {
        configure ??= _ => { };
        if (Address is null)
        {
            kestrel.ListenLocalhost(Port, configure);
        }
        else
        {
            kestrel.Listen(Address, Port, configure);
        }
    }
}
