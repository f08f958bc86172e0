using Microsoft.Extensions.Options;

namespace Pipelines.Activities.Source;

/// <summary>Finds the configured credential for a repository.</summary>
internal sealed class CredentialStore(IOptions<GitSourceOptions> options)
{
    /// <summary>The address with the most specific configured credential, unless it has one of its own.</summary>
    public RepositoryAddress Apply(RepositoryAddress address)
    {
        if (address.Credential is not null || address.Scheme is not (RepositoryScheme.Https or RepositoryScheme.Http))
        {
            return address;
        }

        var found = options.Value.Credentials
            .Where(credential => IsFor(credential.Url, address.Url))
            .MaxBy(credential => credential.Url.Length);
        return found is null ? address : address with { Credential = (found.UserName, found.Password) };
    }

    /// <summary>A prefix ends at a slash: one for example.org must not match example.org.evil.net.</summary>
    private static bool IsFor(string prefix, string url) =>
        prefix.Length > 0
        && url.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
        && (prefix.EndsWith('/') || url.Length == prefix.Length || url[prefix.Length] == '/');
}
