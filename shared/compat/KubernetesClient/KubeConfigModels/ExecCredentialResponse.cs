namespace k8s.KubeConfigModels;

/// <summary>What a credential program prints (client.authentication.k8s.io, ExecCredential).</summary>
public class ExecCredentialResponse
{
    /// <summary>Gets or sets the version of the protocol.</summary>
    public string? ApiVersion { get; set; }

    /// <summary>Gets or sets the kind, <c>ExecCredential</c>.</summary>
    public string? Kind { get; set; }

    /// <summary>Gets or sets the credentials.</summary>
    public ExecStatus? Status { get; set; }

    /// <summary>The credentials.</summary>
    public class ExecStatus
    {
        /// <summary>Gets or sets when they expire, UTC; null when they do not.</summary>
        public DateTime? ExpirationTimestamp { get; set; }

        /// <summary>Gets or sets a bearer token.</summary>
        public string? Token { get; set; }

        /// <summary>Gets or sets a client certificate, PEM.</summary>
        public string? ClientCertificateData { get; set; }

        /// <summary>Gets or sets the certificate's key, PEM.</summary>
        public string? ClientKeyData { get; set; }

        /// <summary>Tells whether there is a token, or a certificate with its key.</summary>
        public bool IsValid() =>
            !string.IsNullOrEmpty(Token) || (!string.IsNullOrEmpty(ClientCertificateData) && !string.IsNullOrEmpty(ClientKeyData));
    }
}
