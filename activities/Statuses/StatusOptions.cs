namespace Pipelines.Activities.Statuses;

/// <summary>How git providers are told of deployments (section <c>Pipelines:Statuses</c>); a provider without credentials is told nothing.</summary>
public sealed class StatusOptions
{
    /// <summary>The section.</summary>
    public const string Section = "Pipelines:Statuses";

    /// <summary>Gets or sets GitHub, or a GitHub Enterprise Server.</summary>
    public Uri GitHubUrl { get; set; } = new("https://github.com");

    /// <summary>Gets or sets the number of the GitHub App that speaks for the platform; it needs commit statuses and deployments, both to write.</summary>
    public string? GitHubAppId { get; set; }

    /// <summary>Gets or sets the app's private key, PEM.</summary>
    public string? GitHubPrivateKey { get; set; }

    /// <summary>Gets or sets the file of the app's private key, where the key itself is not given.</summary>
    public string? GitHubPrivateKeyFile { get; set; }

    /// <summary>Gets or sets an access token, where there is no app.</summary>
    public string? GitHubToken { get; set; }

    /// <summary>Gets or sets a value indicating whether GitHub is told of deployments and environments, too.</summary>
    public bool GitHubDeployments { get; set; } = true;

    /// <summary>Gets or sets GitLab's address.</summary>
    public Uri GitLabUrl { get; set; } = new("https://gitlab.com");

    /// <summary>Gets or sets an access token with the scope <c>api</c>.</summary>
    public string? GitLabToken { get; set; }

    /// <summary>Gets or sets the address of Bitbucket's API.</summary>
    public Uri BitbucketUrl { get; set; } = new("https://api.bitbucket.org");

    /// <summary>Gets or sets whose the token is; none for an access token of a repository, project or workspace.</summary>
    public string? BitbucketUsername { get; set; }

    /// <summary>Gets or sets an access token, or the user's app password.</summary>
    public string? BitbucketToken { get; set; }
}
