namespace Pipelines.Clusters;

/// <summary>A certificate that the ingress presents to who asks for a host by name (SNI).</summary>
public sealed record DomainCertificate
{
    /// <summary>Gets the domain's id: a later certificate of the same domain takes the place of the earlier.</summary>
    public required string DomainId { get; init; }

    /// <summary>Gets the app's id.</summary>
    public required string AppId { get; init; }

    /// <summary>Gets the host names, small letters; <c>*.example.com</c> for every name of one label more.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>Gets the certificate and those that signed it, PEM.</summary>
    public required string ChainPem { get; init; }

    /// <summary>Gets the private key, PEM (PKCS #8).</summary>
    public required string PrivateKeyPem { get; init; }

    /// <summary>Gets a value indicating whether TLS 1.3 is required; else 1.2 will do.</summary>
    public bool RequiresTls13 { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"certificate of {string.Join(", ", Hosts)}";
}
