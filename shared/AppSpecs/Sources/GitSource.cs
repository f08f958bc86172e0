namespace Pipelines.AppSpecs;

/// <summary>Any git repository, by clone URL.</summary>
public sealed record GitSource
{
    /// <summary>The clone URL: https, ssh, or where configuration allows it file or a local path.</summary>
    public string? RepoCloneUrl { get; init; }

    /// <summary>The branch; null is the repository's default.</summary>
    public string? Branch { get; init; }
}
