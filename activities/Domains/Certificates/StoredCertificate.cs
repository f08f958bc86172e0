namespace Pipelines.Activities.Domains.Certificates;

/// <summary>The certificate of a domain.</summary>
public sealed record StoredCertificate
{
    /// <summary>Gets the order that it came from, which is done with.</summary>
    public required Uri OrderUrl { get; init; }

    /// <summary>Gets the host names it is for.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>Gets the certificate and those that signed it, PEM.</summary>
    public required string ChainPem { get; init; }

    /// <summary>Gets its private key, encrypted.</summary>
    public required string SealedKey { get; init; }

    /// <summary>Gets when it ends.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Gets when it is to be renewed.</summary>
    public required DateTimeOffset RenewAt { get; init; }

    /// <summary>Gets the window that the authority wants it renewed in, as it was when <see cref="RenewAt"/> was drawn from it; null for none.</summary>
    public string? RenewalWindow { get; init; }
}
