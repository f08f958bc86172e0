using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pipelines.Activities.Domains.Certificates;

/// <summary>Makes keys and requests of certificates, and checks what was issued.</summary>
internal static class CertificateKeys
{
    /// <summary>Makes a private key (P-256), PEM.</summary>
    public static string Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>Writes a certificate request (PKCS #10, DER).</summary>
    /// <param name="privateKeyPem">The private key.</param>
    /// <param name="hosts">The host names.</param>
    public static byte[] Request(string privateKeyPem, IReadOnlyList<string> hosts)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(privateKeyPem);

        // The names stand in the extension alone: a common name has at most 64 characters.
        var request = new CertificateRequest(new X500DistinguishedName([0x30, 0x00]), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        return request.CreateSigningRequest();
    }

    /// <summary>Reads a certificate that was issued, the first of its chain.</summary>
    /// <param name="chainPem">The chain.</param>
    /// <param name="privateKeyPem">The private key that it must be of.</param>
    /// <param name="hosts">The host names that it must be for.</param>
    /// <exception cref="CryptographicException">It is of another key or for other names, or malformed.</exception>
    public static X509Certificate2 Open(string chainPem, string privateKeyPem, IReadOnlyList<string> hosts)
    {
        // Refuses a key that is not the certificate's.
        var certificate = X509Certificate2.CreateFromPem(chainPem, privateKeyPem);
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(extension => extension.EnumerateDnsNames()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (hosts.FirstOrDefault(host => !names.Contains(host)) is { } missing)
        {
            certificate.Dispose();
            throw new CryptographicException($"the certificate that was issued is not for {missing}");
        }

        return certificate;
    }
}
