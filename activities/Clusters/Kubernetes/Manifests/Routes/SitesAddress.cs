using System.Globalization;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests.Routes;

/// <summary>Where the platform's own ingress serves static sites.</summary>
/// <param name="Host">A host name or an IP address.</param>
/// <param name="Port">The port.</param>
internal sealed record SitesAddress(string Host, int Port)
{
    /// <summary>Reads <c>host:port</c> or <c>[address]:port</c>.</summary>
    /// <returns>Null when it is not said or malformed.</returns>
    public static SitesAddress? Parse(string? text)
    {
        var colon = text?.LastIndexOf(':') ?? -1;
        return colon > 0 && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? new SitesAddress(text![..colon].Trim('[', ']'), port)
            : null;
    }
}
