using Pipelines.AppSpecs;

namespace Pipelines.Deployments;

/// <summary>An app as its eternal workflow last wrote it.</summary>
public sealed record App
{
    /// <summary>Gets the id, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the number of the write, from 0.</summary>
    public long Sequence { get; init; }

    /// <summary>Gets the team that owns it, a UUID.</summary>
    public required string OwnerId { get; init; }

    /// <summary>Gets the project a client put it in; null without one.</summary>
    public string? ProjectId { get; init; }

    /// <summary>Gets the app that this one is the preview of a pull request of; null for an app of its own.</summary>
    public string? PreviewOf { get; init; }

    /// <summary>Gets the spec, normalised, secrets encrypted.</summary>
    public required AppSpec Spec { get; init; }

    /// <summary>Gets when it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when it was last written.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Gets when its newest deployment was requested.</summary>
    public DateTimeOffset? LastDeploymentCreatedAt { get; init; }

    /// <summary>Gets when a deployment of it last became active.</summary>
    public DateTimeOffset? LastDeploymentActiveAt { get; init; }

    /// <summary>Gets the deployment whose release has the traffic.</summary>
    public string? ActiveDeploymentId { get; init; }

    /// <summary>Gets the deployment that is building or deploying.</summary>
    public string? InProgressDeploymentId { get; init; }

    /// <summary>Gets the deployment that waits for its turn.</summary>
    public string? PendingDeploymentId { get; init; }

    /// <summary>Gets the deployment it is pinned to by a rollback that is neither committed nor reverted.</summary>
    public string? PinnedDeploymentId { get; init; }

    /// <summary>Gets the URL that answers; null until a deployment is active or without a public component.</summary>
    public string? LiveUrl { get; init; }

    /// <summary>Gets the repositories that its specs have ever named, as <see cref="RepositoryIdentity"/> makes keys of them: what finds it by a push.</summary>
    public IReadOnlyList<string> RepositoryKeys { get; init; } = [];

    /// <summary>Gets a value indicating whether its deletion has begun.</summary>
    public bool Deleting { get; init; }
}
