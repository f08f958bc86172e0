using System.Security.Cryptography.X509Certificates;
using k8s.Authentication;

namespace k8s;

/// <summary>How to reach an API server, and as whom.</summary>
public partial class KubernetesClientConfiguration
{
    /// <summary>Gets or sets the namespace meant when none is named.</summary>
    public string? Namespace { get; set; }

    /// <summary>Gets or sets the server's address.</summary>
    public string? Host { get; set; }

    /// <summary>Gets or sets the authorities that the server's certificate must come from; null for those of the system.</summary>
    public X509Certificate2Collection? SslCaCerts { get; set; }

    /// <summary>Gets or sets the client certificate's PEM text, base64.</summary>
    public string? ClientCertificateData { get; set; }

    /// <summary>Gets or sets the PEM text of the client certificate's key, base64.</summary>
    public string? ClientCertificateKeyData { get; set; }

    /// <summary>Gets or sets the path of the client certificate's PEM file. Takes precedence over the text.</summary>
    public string? ClientCertificateFilePath { get; set; }

    /// <summary>Gets or sets the path of the PEM file of the client certificate's key. Takes precedence over the text.</summary>
    public string? ClientKeyFilePath { get; set; }

    /// <summary>Gets or sets a value indicating whether any certificate of the server is accepted.</summary>
    public bool SkipTlsVerify { get; set; }

    /// <summary>Gets or sets the name that the server's certificate must have; null for the address's own.</summary>
    public string? TlsServerName { get; set; }

    /// <summary>Gets or sets what the User-Agent header says.</summary>
    public string? UserAgent { get; set; } = "kubernetes-csharp/20.0.0";

    /// <summary>Gets or sets the name for basic authentication.</summary>
    public string? Username { get; set; }

    /// <summary>Gets or sets the password for basic authentication.</summary>
    public string? Password { get; set; }

    /// <summary>Gets or sets a bearer token.</summary>
    public string? AccessToken { get; set; }

    /// <summary>Gets or sets where bearer tokens come from. Takes precedence over the token.</summary>
    public ITokenProvider? TokenProvider { get; set; }

    /// <summary>Gets or sets a change to the handler that connects, made before its first use.</summary>
    public Action<SocketsHttpHandler>? FirstMessageHandlerSetup { get; set; }
}
