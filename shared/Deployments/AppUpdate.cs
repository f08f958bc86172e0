namespace Pipelines.Deployments;

/// <summary>What an app's eternal workflow writes of its app.</summary>
public sealed record AppUpdate
{
    /// <summary>Gets the app's id.</summary>
    public required string AppId { get; init; }

    /// <summary>Gets the number of the write; one that is not greater than the stored one changes nothing.</summary>
    public required long Sequence { get; init; }

    /// <summary>Gets the time of the write.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets the deployment whose spec becomes the app's; null to leave it.</summary>
    public string? SpecFrom { get; init; }

    /// <summary>Gets the deployment whose release has the traffic.</summary>
    public string? ActiveDeploymentId { get; init; }

    /// <summary>Gets the deployment under way.</summary>
    public string? InProgressDeploymentId { get; init; }

    /// <summary>Gets the deployment that waits.</summary>
    public string? PendingDeploymentId { get; init; }

    /// <summary>Gets the deployment the app is pinned to.</summary>
    public string? PinnedDeploymentId { get; init; }

    /// <summary>Gets the URL that answers.</summary>
    public string? LiveUrl { get; init; }

    /// <summary>Gets a value indicating whether the app is being deleted.</summary>
    public bool Deleting { get; init; }
}
