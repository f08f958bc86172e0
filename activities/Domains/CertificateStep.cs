using Pipelines.Deployments;
using Pipelines.Deployments.Domains;

namespace Pipelines.Activities.Domains;

/// <summary>How far a certificate is after one step toward it.</summary>
public sealed record CertificateStep
{
    /// <summary>Gets how far it is.</summary>
    public required CertificateState State { get; init; }

    /// <summary>Gets the records that the owner is to set.</summary>
    public IReadOnlyList<DomainValidation> Validations { get; init; } = [];

    /// <summary>Gets why it is not further.</summary>
    public StepReason? Reason { get; init; }

    /// <summary>Gets a value indicating whether the reason is likely to go by itself soon.</summary>
    public bool IsPassing { get; init; }

    /// <summary>Gets how long to wait before the next step, where somebody said so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets when the certificate ends that has just been issued.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Gets when it is to be renewed.</summary>
    public DateTimeOffset? RenewAt { get; init; }
}
