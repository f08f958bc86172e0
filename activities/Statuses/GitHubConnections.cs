using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Octokit;

namespace Pipelines.Activities.Statuses;

/// <summary>Speaks to GitHub for a repository: as the app in its installation there, or by a token.</summary>
internal sealed class GitHubConnections(IOptions<StatusOptions> options, TimeProvider time)
{
    private const string Product = "Pipelines";
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    // A token lives for an hour.
    private static readonly TimeSpan s_margin = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, AccessToken> _tokens = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets a value indicating whether there are credentials.</summary>
    public bool IsConfigured => !string.IsNullOrEmpty(options.Value.GitHubAppId) || !string.IsNullOrEmpty(options.Value.GitHubToken);

    /// <summary>Opens a connection.</summary>
    /// <exception cref="ApiException">GitHub does not know the app, or it is not installed there.</exception>
    public async Task<IGitHubClient> OpenAsync(string owner, string name) => string.IsNullOrEmpty(options.Value.GitHubAppId)
        ? Client(new Credentials(options.Value.GitHubToken!))
        : Client(new Credentials((await TokenAsync(owner, name)).Token));

    /// <summary>Forgets the token for a repository: GitHub does not take it any more.</summary>
    public void Forget(string owner, string name) => _ = _tokens.TryRemove($"{owner}/{name}", out _);

    private async Task<AccessToken> TokenAsync(string owner, string name)
    {
        var key = $"{owner}/{name}";
        if (_tokens.TryGetValue(key, out var known) && known.ExpiresAt > time.GetUtcNow() + s_margin)
        {
            return known;
        }

        using var rsa = GitHubAppToken.ReadKey(options.Value);
        var app = Client(new Credentials(GitHubAppToken.Create(options.Value.GitHubAppId!, rsa, time.GetUtcNow()), AuthenticationType.Bearer));
        var installation = await app.GitHubApps.GetRepositoryInstallationForCurrent(owner, name);
        return _tokens[key] = await app.GitHubApps.CreateInstallationToken(NumberOf(installation));
    }

    // …/app/installations/<number>/access_tokens
    private static long NumberOf(Installation installation) =>
        installation.AccessTokensUrl?.Split('/') is [.., var number, "access_tokens"] && long.TryParse(number, out var id)
            ? id
            : throw new StatusRefusedException("GitHub tells of an installation without its number", tryAgain: false);

    private GitHubClient Client(Credentials credentials)
    {
        var client = new GitHubClient(new ProductHeaderValue(Product), options.Value.GitHubUrl) { Credentials = credentials };
        client.SetRequestTimeout(s_timeout);
        return client;
    }
}
