using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pipelines.Clusters;

namespace Pipelines.Node.Ingress.Certificates;

/// <summary>A certificate ready to be presented.</summary>
internal sealed class ServedCertificate
{
    private ServedCertificate(SslStreamCertificateContext context, SslProtocols protocols) =>
        Options = new SslServerAuthenticationOptions { ServerCertificateContext = context, EnabledSslProtocols = protocols, ClientCertificateRequired = false };

    /// <summary>Gets how a connection is secured with it.</summary>
    public SslServerAuthenticationOptions Options { get; }

    /// <summary>Reads a certificate with its key.</summary>
    /// <exception cref="CryptographicException">It is malformed, or the key is another's.</exception>
    public static ServedCertificate Open(DomainCertificate certificate)
    {
        using var chain = new DisposableCertificates(certificate.ChainPem);
        if (chain.Certificates.Count == 0)
        {
            throw new CryptographicException("There is no certificate in the PEM text.");
        }

        var leaf = X509Certificate2.CreateFromPem(chain.Certificates[0].ExportCertificatePem(), certificate.PrivateKeyPem);
        var others = new X509Certificate2Collection(chain.Certificates.Skip(1).Select(each => X509CertificateLoader.LoadCertificate(each.RawDataMemory.Span)).ToArray());

        // Offline: the chain is as the authority gave it, and nothing is fetched for it.
        var context = SslStreamCertificateContext.Create(leaf, others, offline: true);
        return new ServedCertificate(context, certificate.RequiresTls13 ? SslProtocols.Tls13 : SslProtocols.Tls12 | SslProtocols.Tls13);
    }

    private sealed class DisposableCertificates : IDisposable
    {
        public DisposableCertificates(string pem) => Certificates.ImportFromPem(pem);

        public X509Certificate2Collection Certificates { get; } = [];

        public void Dispose()
        {
            foreach (var certificate in Certificates)
            {
                certificate.Dispose();
            }
        }
    }
}
