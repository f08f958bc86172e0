using System.Security.Cryptography.X509Certificates;

namespace k8s.Loading;

/// <summary>The certificate with which a client proves who it is.</summary>
internal static class ClientIdentity
{
    /// <summary>Reads what a configuration describes.</summary>
    /// <returns>Null when it describes none.</returns>
    public static (X509Certificate2 Certificate, X509Certificate2Collection Intermediates)? Read(KubernetesClientConfiguration config)
    {
        var certificate = Pem(config.ClientCertificateFilePath, config.ClientCertificateData, "The client certificate");
        var key = Pem(config.ClientKeyFilePath, config.ClientCertificateKeyData, "The client key");
        return certificate is null || key is null
            ? null
            : PemFiles.Identity(certificate.Value.Text, certificate.Value.Field, key.Value.Text, key.Value.Field);
    }

    private static (string Text, string Field)? Pem(string? file, string? data, string name)
    {
        if (!string.IsNullOrWhiteSpace(file))
        {
            return (BoundedFile.ReadText(file), file);
        }

        return string.IsNullOrWhiteSpace(data) ? null : (PemFiles.Decode(data, name), name);
    }
}
