namespace Pipelines.AppSpecs;

/// <summary>A repository on GitLab.</summary>
public sealed record GitLabSource : IHostedSource
{
    /// <inheritdoc/>
    public string? Repo { get; init; }

    /// <inheritdoc/>
    public string? Branch { get; init; }

    /// <inheritdoc/>
    public bool DeployOnPush { get; init; }
}
