using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Pipelines.EndToEnd.Domains;

/// <summary>A visitor who comes over TLS, to names that only he knows the address of, and trusts one authority alone.</summary>
internal sealed class SecureVisitor(int port, X509Certificate2 root) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public int Port => port;

    /// <summary>Makes a connection.</summary>
    /// <exception cref="AuthenticationException">It is refused, or the certificate is not the host's.</exception>
    public async Task<SslStream> ConnectAsync(string host, SslProtocols protocols = SslProtocols.None)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        var stream = new SslStream(socket.GetStream());
        try
        {
            await stream.AuthenticateAsClientAsync(OptionsFor(host, protocols), TestContext.Current.CancellationToken);
            return stream;
        }
        catch (IOException exception)
        {
            throw new AuthenticationException("The connection was cut off.", exception);
        }
    }

    /// <summary>Asks for a page; the connection may be made to another host than the one that is asked.</summary>
    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string host, string path = "/", string? connectTo = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectCallback = async (_, _) => await ConnectAsync(connectTo ?? host),
        })
        { Timeout = s_patience };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{host}:{port}{path}");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => root.Dispose();

    private SslClientAuthenticationOptions OptionsFor(string host, SslProtocols protocols)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(root);
        return new SslClientAuthenticationOptions { TargetHost = host, EnabledSslProtocols = protocols, CertificateChainPolicy = policy };
    }
}
