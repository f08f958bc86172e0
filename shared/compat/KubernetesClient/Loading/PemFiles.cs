using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s.Exceptions;

namespace k8s.Loading;

/// <summary>Certificates and keys in PEM (RFC 7468). Errors say which field is wrong and never what it says.</summary>
internal static class PemFiles
{
    /// <summary>Decodes a field that holds a PEM text in base64.</summary>
    public static string Decode(string data, string field)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(data));
        }
        catch (FormatException exception)
        {
            throw new KubeConfigException($"{field} is not base64.", exception);
        }
    }

    /// <summary>Reads the certificates of an authority.</summary>
    public static X509Certificate2Collection Authorities(string pem, string field)
    {
        var certificates = Certificates(pem, field);
        return certificates.Count > 0 ? certificates : throw NoCertificate(field);
    }

    /// <summary>Reads a client's certificate with its key, and the intermediate certificates that follow it.</summary>
    public static (X509Certificate2 Certificate, X509Certificate2Collection Intermediates) Identity(string certificatePem, string certificateField, string keyPem, string keyField)
    {
        var chain = Certificates(certificatePem, certificateField);
        if (chain.Count == 0)
        {
            throw NoCertificate(certificateField);
        }

        RefuseUnusableKey(keyPem, keyField);
        try
        {
            var certificate = X509Certificate2.CreateFromPem(certificatePem, keyPem);
            chain[0].Dispose();
            chain.RemoveAt(0);
            return (certificate, chain);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new KubeConfigException($"{keyField} is not a usable key, or not the key of {certificateField}.", exception);
        }
    }

    private static X509Certificate2Collection Certificates(string pem, string field)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
            return certificates;
        }
        catch (CryptographicException exception)
        {
            throw new KubeConfigException($"{field} has a damaged certificate.", exception);
        }
    }

    private static void RefuseUnusableKey(string pem, string field)
    {
        if (pem.Contains("ENCRYPTED", StringComparison.Ordinal) && pem.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            throw new KubeConfigException($"{field} is encrypted: only keys without a passphrase can be used.");
        }

        if (!PemEncoding.TryFind(pem, out _))
        {
            throw new KubeConfigException($"{field} has no key in PEM.");
        }
    }

    private static KubeConfigException NoCertificate(string field) => new($"{field} has no certificate in PEM.");
}
