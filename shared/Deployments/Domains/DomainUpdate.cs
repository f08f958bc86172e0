namespace Pipelines.Deployments.Domains;

/// <summary>What a domain's workflow writes of it.</summary>
public sealed record DomainUpdate
{
    /// <summary>Gets the app's id.</summary>
    public required string AppId { get; init; }

    /// <summary>Gets the domain's id.</summary>
    public required string DomainId { get; init; }

    /// <summary>Gets the number of the write; one that is not greater than the stored one changes nothing.</summary>
    public required long Sequence { get; init; }

    /// <summary>Gets the phase.</summary>
    public required DomainPhase Phase { get; init; }

    /// <summary>Gets the steps.</summary>
    public required IReadOnlyList<DomainStep> Steps { get; init; }

    /// <summary>Gets the records that the owner is to set.</summary>
    public IReadOnlyList<DomainValidation> Validations { get; init; } = [];

    /// <summary>Gets a value indicating whether those are to be set anew.</summary>
    public bool RotateValidationRecords { get; init; }

    /// <summary>Gets when the certificate that is presented ends.</summary>
    public DateTimeOffset? CertificateExpiresAt { get; init; }
}
