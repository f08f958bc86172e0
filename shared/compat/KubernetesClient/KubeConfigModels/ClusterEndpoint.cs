using k8s.Loading;

namespace k8s.KubeConfigModels;

/// <summary>Where and how to reach a cluster (kubeconfig, clusters[].cluster).</summary>
public class ClusterEndpoint
{
    /// <summary>Gets or sets the path of the certificate authority's PEM file.</summary>
    public string? CertificateAuthority { get; set; }

    /// <summary>Gets or sets the certificate authority's PEM text, base64. Takes precedence over the file.</summary>
    public string? CertificateAuthorityData { get; set; }

    /// <summary>Gets or sets the API server's address.</summary>
    public string? Server { get; set; }

    /// <summary>Gets or sets the name that the server's certificate must have; null for the address's own.</summary>
    public string? TlsServerName { get; set; }

    /// <summary>Gets or sets a value indicating whether any certificate is accepted.</summary>
    public bool SkipTlsVerify { get; set; }

    /// <summary>Gets or sets what others keep here.</summary>
    public IEnumerable<NamedExtension>? Extensions { get; set; }

    /// <summary>Gets or sets the address of the proxy to go through (kubeconfig, proxy-url); null for the environment's.</summary>
    internal string? ProxyUrl { get; set; }

    /// <summary>Gets or sets where it was read, for messages and relative paths.</summary>
    internal KubeConfigOrigin? Origin { get; set; }
}
