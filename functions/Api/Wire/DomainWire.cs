using Pipelines.AppSpecs;
using Pipelines.Deployments.Domains;

namespace Pipelines.Functions.Api.Wire;

/// <summary>A domain of an app as the Apps API shows it.</summary>
public sealed record DomainWire
{
    /// <summary>Gets the id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets what the spec says of it.</summary>
    public required DomainSpec Spec { get; init; }

    /// <summary>Gets how far it is.</summary>
    public required DomainPhase Phase { get; init; }

    /// <summary>Gets the steps.</summary>
    public required DomainProgressWire Progress { get; init; }

    /// <summary>Gets the records that the owner is to set.</summary>
    public IReadOnlyList<DomainValidation> Validations { get; init; } = [];

    /// <summary>Gets a value indicating whether those are to be set anew.</summary>
    public bool RotateValidationRecords { get; init; }

    /// <summary>Gets when the certificate ends; null without one.</summary>
    public DateTimeOffset? CertificateExpiresAt { get; init; }

    /// <summary>Shows a domain.</summary>
    public static DomainWire Of(Domain domain) => new()
    {
        Id = domain.Id,
        Spec = domain.Spec,
        Phase = domain.Phase,
        Progress = new DomainProgressWire(domain.Steps),
        Validations = domain.Validations,
        RotateValidationRecords = domain.RotateValidationRecords,
        CertificateExpiresAt = domain.CertificateExpiresAt,
    };
}
