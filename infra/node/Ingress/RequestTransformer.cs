using System.Globalization;
using Pipelines.Node.Instances;
using Yarp.ReverseProxy.Forwarder;

namespace Pipelines.Node.Ingress;

/// <summary>Turns a visitor's request into the one that a destination gets.</summary>
/// <param name="proxies">The peers that are believed.</param>
/// <param name="path">The path that the destination sees.</param>
/// <param name="instance">The instance that it goes to; null for an address elsewhere.</param>
internal sealed class RequestTransformer(TrustedProxies proxies, string path, InstanceRecord? instance = null) : HttpTransformer
{
    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var request = httpContext.Request;
        proxyRequest.RequestUri = RequestUtilities.MakeDestinationAddress(destinationPrefix, path, request.QueryString);
        if (instance is not null)
        {
            proxyRequest.Options.Set(InstanceConnector.Target, instance);
        }

        proxyRequest.Headers.Host = request.Host.Value;
        AddForwarded(httpContext, proxyRequest);
    }

    /// <summary>Says who asks, as far as it is known first-hand or from a proxy that is believed.</summary>
    private void AddForwarded(HttpContext context, HttpRequestMessage request)
    {
        var remote = context.Connection.RemoteIpAddress;
        var trusted = proxies.Contains(remote);
        var incoming = context.Request.Headers;
        var client = remote is null ? string.Empty : (remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote).ToString();
        var chain = trusted && incoming["X-Forwarded-For"].ToString() is { Length: > 0 } before ? $"{before}, {client}" : client;
        Set("X-Forwarded-For", chain);
        Set("X-Forwarded-Proto", Given("X-Forwarded-Proto") ?? context.Request.Scheme);
        Set("X-Forwarded-Host", Given("X-Forwarded-Host") ?? context.Request.Host.Value ?? string.Empty);
        Set("X-Forwarded-Port", Given("X-Forwarded-Port") ?? (context.Request.Host.Port ?? context.Connection.LocalPort).ToString(CultureInfo.InvariantCulture));

        string? Given(string name) => trusted && incoming[name].ToString() is { Length: > 0 } value ? value : null;

        void Set(string name, string value)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
