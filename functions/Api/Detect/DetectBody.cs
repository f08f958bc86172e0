using System.Text.Json.Serialization;
using Pipelines.AppSpecs;

namespace Pipelines.Functions.Api.Detect;

/// <summary>The body of a request for detection: exactly one source.</summary>
public sealed record DetectBody
{
    /// <summary>Gets a repository by address.</summary>
    public GitSource? Git { get; init; }

    /// <summary>Gets a repository on GitHub.</summary>
    [JsonPropertyName("github")]
    public GitHubSource? GitHub { get; init; }

    /// <summary>Gets a repository on GitLab.</summary>
    [JsonPropertyName("gitlab")]
    public GitLabSource? GitLab { get; init; }

    /// <summary>Gets a repository on Bitbucket.</summary>
    public BitbucketSource? Bitbucket { get; init; }

    /// <summary>Gets the commit to look at; null for the newest of the branch.</summary>
    public string? CommitSha { get; init; }

    /// <summary>Gets the directory to look into; null for the whole repository.</summary>
    public string? SourceDir { get; init; }

    /// <summary>Makes a service of the source, which the rules of App Specs can then be asked about.</summary>
    /// <param name="name">The service's name.</param>
    internal ServiceSpec AsService(string name) => new() { Name = name, Git = Git, GitHub = GitHub, GitLab = GitLab, Bitbucket = Bitbucket, SourceDir = SourceDir };
}
