namespace Octokit;

/// <summary>GitHub's API.</summary>
public interface IGitHubClient
{
    /// <summary>Gets the repositories.</summary>
    IRepositoriesClient Repository { get; }

    /// <summary>Gets the apps.</summary>
    IGitHubAppsClient GitHubApps { get; }

    /// <summary>Limits the time of a request, 100 s at first.</summary>
    void SetRequestTimeout(TimeSpan timeout);
}
