using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Pipelines.Activities.Domains.Acme;

/// <summary>Makes the client that connects to an authority.</summary>
internal static class AcmeHttp
{
    private const int MaximumAnswerBytes = 1 << 20;

    /// <summary>Makes it.</summary>
    /// <param name="options">The configuration.</param>
    /// <exception cref="IOException">The file of root certificates cannot be read.</exception>
    public static HttpClient Create(AcmeOptions options)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        if (options.RootCertificates is { Length: > 0 } file)
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPemFile(file);
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(roots);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }

        var client = new HttpClient(handler) { Timeout = options.RequestTimeout, MaxResponseContentBufferSize = MaximumAnswerBytes };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Pipelines/1.0");
        return client;
    }
}
