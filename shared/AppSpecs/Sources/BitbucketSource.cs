namespace Pipelines.AppSpecs;

/// <summary>A repository on Bitbucket.</summary>
public sealed record BitbucketSource : IHostedSource
{
    /// <inheritdoc/>
    public string? Repo { get; init; }

    /// <inheritdoc/>
    public string? Branch { get; init; }

    /// <inheritdoc/>
    public bool DeployOnPush { get; init; }
}
