using Pipelines.AppSpecs;

namespace Pipelines.Deployments.Domains;

/// <summary>A domain of an app as its workflow last wrote it.</summary>
public sealed record Domain
{
    /// <summary>Gets the id, a UUID; a domain that is taken out of the spec and put in again is another one.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the app's id.</summary>
    public required string AppId { get; init; }

    /// <summary>Gets what the app's spec says of it.</summary>
    public required DomainSpec Spec { get; init; }

    /// <summary>Gets when it came into the spec.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets the number of its workflow's last write, from 0.</summary>
    public long Sequence { get; init; }

    /// <summary>Gets how far it is.</summary>
    public DomainPhase Phase { get; init; } = DomainPhase.Pending;

    /// <summary>Gets its steps.</summary>
    public IReadOnlyList<DomainStep> Steps { get; init; } = [];

    /// <summary>Gets the records that its owner is to set; empty where there is nothing to do.</summary>
    public IReadOnlyList<DomainValidation> Validations { get; init; } = [];

    /// <summary>Gets a value indicating whether <see cref="Validations"/> are to be set anew, for the certificate is about to end.</summary>
    public bool RotateValidationRecords { get; init; }

    /// <summary>Gets when the certificate that is presented ends; null without one.</summary>
    public DateTimeOffset? CertificateExpiresAt { get; init; }

    /// <summary>Gets the name in the form it is compared in.</summary>
    public string Host => HostOf(Spec);

    /// <summary>The name of a domain in the form it is compared in.</summary>
    /// <param name="spec">The domain.</param>
    public static string HostOf(DomainSpec spec) => spec.Domain.ToLowerInvariant();

    /// <summary>All host names that a domain stands for: a wildcard's own name, and <c>*.</c> before it.</summary>
    /// <param name="spec">The domain.</param>
    public static IReadOnlyList<string> HostsOf(DomainSpec spec) => spec.Wildcard ? [HostOf(spec), "*." + HostOf(spec)] : [HostOf(spec)];
}
