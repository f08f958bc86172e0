namespace Octokit;

/// <summary>GitHub Apps; asked with a JSON web token of the app.</summary>
public interface IGitHubAppsClient
{
    /// <summary>Makes a token to act with in an installation.</summary>
    Task<AccessToken> CreateInstallationToken(long installationId);

    /// <summary>Finds where the app is installed for a repository.</summary>
    Task<Installation> GetRepositoryInstallationForCurrent(string owner, string repo);
}
