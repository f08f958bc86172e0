using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Pipelines.Node.Ingress.Certificates;

/// <summary>Where the ingress answers over TLS, each connection with the certificate of the host it names.</summary>
internal sealed class SecureListener(NodeOptions options, CertificateTable certificates, TrustedProxies proxies)
{
    private const int DefaultPort = 443;
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);
    private readonly IngressAddress? address = options.IngressHttps.Length == 0 ? null : IngressAddress.Parse(options.IngressHttps, Uri.UriSchemeHttps);

    /// <summary>Has the server listen, where that is configured.</summary>
    public void Apply(KestrelServerOptions kestrel) => address?.Apply(kestrel, listen => listen.UseHttps(new TlsHandshakeCallbackOptions
    {
        HandshakeTimeout = HandshakeTimeout,
        OnConnection = context => ValueTask.FromResult(Choose(context.ClientHelloInfo)),
    }));

    /// <summary>
    /// Sends a visitor who came without TLS to the same address with it, where the host has a certificate; and one who
    /// made the connection to another host to make one of its own (RFC 9110, 15.5.20), for that one's rules are others.
    /// </summary>
    /// <returns>Whether that was the answer.</returns>
    public bool TryAnswer(HttpContext context, string host)
    {
        var request = context.Request;
        if (context.Features.Get<ITlsHandshakeFeature>() is { } handshake)
        {
            var misdirected = certificates.Find(handshake.HostName) is var chosen && (chosen is null || certificates.Find(host) != chosen);
            context.Response.StatusCode = misdirected ? StatusCodes.Status421MisdirectedRequest : context.Response.StatusCode;
            return misdirected;
        }

        if (address is null || request.IsHttps || certificates.Find(host) is null || IsSecureBefore(context))
        {
            return false;
        }

        var port = options.PublicHttpsPort > 0 ? options.PublicHttpsPort : address.Port;
        var authority = port == DefaultPort ? host : $"{host}:{port}";
        context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        context.Response.Headers.Location = $"https://{authority}{request.PathBase.ToUriComponent()}{request.Path.ToUriComponent()}{request.QueryString}";
        return true;
    }

    // Who names no host, or one without a certificate, gets no handshake: a certificate of another name would only mislead.
    private SslServerAuthenticationOptions Choose(SslClientHelloInfo hello) => certificates.Find(hello.ServerName)?.Options
        ?? throw new AuthenticationException("There is no certificate for the host that was named.");

    private bool IsSecureBefore(HttpContext context) =>
        proxies.Contains(context.Connection.RemoteIpAddress)
        && string.Equals(context.Request.Headers["X-Forwarded-Proto"], Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);
}
