namespace Pipelines.Activities.Source;

/// <summary>Where the hosted git providers are cloned from (section <c>Pipelines:Source</c>).</summary>
public sealed class HostedSourceOptions
{
    /// <summary>Gets or sets the address before <c>owner/name.git</c> of a GitHub repository.</summary>
    public string GitHubUrl { get; set; } = "https://github.com";

    /// <summary>Gets or sets the address before <c>group/name.git</c> of a GitLab repository.</summary>
    public string GitLabUrl { get; set; } = "https://gitlab.com";

    /// <summary>Gets or sets the address before <c>workspace/name.git</c> of a Bitbucket repository.</summary>
    public string BitbucketUrl { get; set; } = "https://bitbucket.org";
}
