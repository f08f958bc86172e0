using k8s.Loading;

namespace k8s.KubeConfigModels;

/// <summary>How to prove to be a user (kubeconfig, users[].user).</summary>
public class UserCredentials
{
    /// <summary>Gets or sets the certificate's PEM text, base64.</summary>
    public string? ClientCertificateData { get; set; }

    /// <summary>Gets or sets the path of the certificate's PEM file.</summary>
    public string? ClientCertificate { get; set; }

    /// <summary>Gets or sets the key's PEM text, base64.</summary>
    public string? ClientKeyData { get; set; }

    /// <summary>Gets or sets the path of the key's PEM file.</summary>
    public string? ClientKey { get; set; }

    /// <summary>Gets or sets a bearer token.</summary>
    public string? Token { get; set; }

    /// <summary>Gets or sets the user to act as.</summary>
    public string? Impersonate { get; set; }

    /// <summary>Gets or sets the groups to act as.</summary>
    public IEnumerable<string> ImpersonateGroups { get; set; } = [];

    /// <summary>Gets or sets more about the user to act as.</summary>
    public Dictionary<string, string> ImpersonateUserExtra { get; set; } = [];

    /// <summary>Gets or sets the name for basic authentication.</summary>
    public string? UserName { get; set; }

    /// <summary>Gets or sets the password for basic authentication.</summary>
    public string? Password { get; set; }

    /// <summary>Gets or sets a legacy authentication provider.</summary>
    public AuthProvider? AuthProvider { get; set; }

    /// <summary>Gets or sets what others keep here.</summary>
    public IEnumerable<NamedExtension>? Extensions { get; set; }

    /// <summary>Gets or sets a program that yields credentials.</summary>
    public ExternalExecution? ExternalExecution { get; set; }

    /// <summary>Gets or sets the path of a file with a bearer token (kubeconfig, tokenFile). Takes precedence over the token.</summary>
    internal string? TokenFile { get; set; }

    /// <summary>Gets or sets where it was read, for messages and relative paths.</summary>
    internal KubeConfigOrigin? Origin { get; set; }
}
