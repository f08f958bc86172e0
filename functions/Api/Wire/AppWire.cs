using Pipelines.AppSpecs;

namespace Pipelines.Functions.Api.Wire;

/// <summary>An app as the Apps API shows it.</summary>
public sealed record AppWire
{
    /// <summary>Gets the id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the team that owns it.</summary>
    public required string OwnerUuid { get; init; }

    /// <summary>Gets the spec, secrets encrypted.</summary>
    public required AppSpec Spec { get; init; }

    /// <summary>Gets the project.</summary>
    public string? ProjectId { get; init; }

    /// <summary>Gets the tier.</summary>
    public string? TierSlug { get; init; }

    /// <summary>Gets the URL under the platform's own domain.</summary>
    public string? DefaultIngress { get; init; }

    /// <summary>Gets the URL that answers.</summary>
    public string? LiveUrl { get; init; }

    /// <summary>Gets the URL that answers, without a path.</summary>
    public string? LiveUrlBase { get; init; }

    /// <summary>Gets the host name that answers.</summary>
    public string? LiveDomain { get; init; }

    /// <summary>Gets the region.</summary>
    public RegionWire? Region { get; init; }

    /// <summary>Gets when it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Gets when its newest deployment was requested.</summary>
    public DateTimeOffset? LastDeploymentCreatedAt { get; init; }

    /// <summary>Gets when a deployment last became active.</summary>
    public DateTimeOffset? LastDeploymentActiveAt { get; init; }

    /// <summary>Gets the active deployment.</summary>
    public DeploymentWire? ActiveDeployment { get; init; }

    /// <summary>Gets the deployment under way.</summary>
    public DeploymentWire? InProgressDeployment { get; init; }

    /// <summary>Gets the deployment that waits.</summary>
    public DeploymentWire? PendingDeployment { get; init; }

    /// <summary>Gets the deployment the app is pinned to.</summary>
    public DeploymentWire? PinnedDeployment { get; init; }

    /// <summary>Gets the domains.</summary>
    public IReadOnlyList<DomainWire> Domains { get; init; } = [];
}
