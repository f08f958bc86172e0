using Microsoft.Extensions.Options;
using Pipelines.Storage.Teams;

namespace Pipelines.Activities.Source;

/// <summary>Finds the credential for a repository: the team's own; for the platform's team, and where no team is known, those that are configured too.</summary>
internal sealed class CredentialStore(IOptions<GitSourceOptions> options, ISourceCredentials credentials)
{
    /// <summary>The address with the most specific credential, unless it has one of its own.</summary>
    public async Task<RepositoryAddress> ApplyAsync(RepositoryAddress address, CancellationToken cancellation)
    {
        if (address.Credential is not null || address.Scheme is not (RepositoryScheme.Https or RepositoryScheme.Http))
        {
            return address;
        }

        var found = (address.TeamId is { } team ? await credentials.FindAsync(team, address.Url, cancellation) : null)
            ?? (address.TeamId is null or TeamStore.PlatformTeamId ? FindConfigured(address.Url) : null);
        return found is null ? address : address with { Credential = (found.UserName, found.Password) };
    }

    /// <summary>A prefix ends at a slash: one for example.org must not match example.org.evil.net.</summary>
    internal static bool IsFor(string prefix, string url) =>
        prefix.Length > 0
        && url.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
        && (prefix.EndsWith('/') || url.Length == prefix.Length || url[prefix.Length] == '/');

    private GitCredential? FindConfigured(string url) =>
        options.Value.Credentials.Where(credential => IsFor(credential.Url, url)).MaxBy(credential => credential.Url.Length);
}
