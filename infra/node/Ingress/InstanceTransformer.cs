using System.Globalization;
using System.Net;
using Pipelines.Node.Instances;
using Yarp.ReverseProxy.Forwarder;

namespace Pipelines.Node.Ingress;

/// <summary>Turns a visitor's request into the one that an instance gets.</summary>
internal sealed class InstanceTransformer(InstanceRecord instance, string path) : HttpTransformer
{
    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var request = httpContext.Request;
        proxyRequest.RequestUri = RequestUtilities.MakeDestinationAddress(destinationPrefix, path, request.QueryString);
        proxyRequest.Options.Set(InstanceConnector.Target, instance);
        proxyRequest.Headers.Host = request.Host.Value;
        AddForwarded(httpContext, proxyRequest);
    }

    /// <summary>Says who asks. A peer on this machine is a proxy that an administrator put there, and is believed.</summary>
    private static void AddForwarded(HttpContext context, HttpRequestMessage request)
    {
        var remote = context.Connection.RemoteIpAddress;
        var trusted = remote is not null && IPAddress.IsLoopback(remote);
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
