namespace Pipelines.AppSpecs;

/// <summary>A repository on GitHub.</summary>
public sealed record GitHubSource : IHostedSource
{
    /// <inheritdoc/>
    public string? Repo { get; init; }

    /// <inheritdoc/>
    public string? Branch { get; init; }

    /// <inheritdoc/>
    public bool DeployOnPush { get; init; }
}
