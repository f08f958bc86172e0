namespace Octokit;

/// <summary>GitHub Apps.</summary>
internal sealed class GitHubAppsClient(Requests requests) : IGitHubAppsClient
{
    public Task<AccessToken> CreateInstallationToken(long installationId) =>
        requests.PostAsync<AccessToken>($"app/installations/{installationId}/access_tokens", null);

    public Task<Installation> GetRepositoryInstallationForCurrent(string owner, string repo) =>
        requests.GetAsync<Installation>($"repos/{Requests.Escape(owner)}/{Requests.Escape(repo)}/installation");
}
