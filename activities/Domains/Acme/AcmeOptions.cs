namespace Pipelines.Activities.Domains.Acme;

/// <summary>Configuration section <c>Pipelines:Domains:Acme</c>: who issues certificates.</summary>
public sealed record AcmeOptions
{
    /// <summary>Gets the address of the authority's directory (RFC 8555, 7.1.1), https; null where no certificates are issued.</summary>
    public Uri? Directory { get; init; }

    /// <summary>Gets a value indicating whether the operator agrees to the authority's terms of service. Without it no account can be made.</summary>
    public bool AcceptTerms { get; init; }

    /// <summary>Gets the e-mail address at which the authority reaches the operator; null for none.</summary>
    public string? Email { get; init; }

    /// <summary>Gets the key id of an account that the operator has at the authority already (external account binding); null for none.</summary>
    public string? ExternalAccountId { get; init; }

    /// <summary>Gets the key that goes with <see cref="ExternalAccountId"/>, base64url.</summary>
    public string? ExternalAccountKey { get; init; }

    /// <summary>Gets the file of root certificates (PEM) that the authority's own server is checked against; null for the machine's.</summary>
    public string? RootCertificates { get; init; }

    /// <summary>Gets the time that one request may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override string ToString() => $"AcmeOptions {{ Directory = {Directory} }}";
}
