using System.Security.Cryptography;
using System.Text;
using Pipelines.Storage.Teams;

namespace Pipelines.Activities.Source;

/// <summary>
/// A repository's address taken apart and put together again, so that git sees exactly what the policy saw.
/// </summary>
/// <param name="Scheme">How it is reached.</param>
/// <param name="Host">The host in lower case, brackets included; empty for a local one.</param>
/// <param name="Port">The port where it is not the scheme's own.</param>
/// <param name="Path">The path with its leading slash, or relative to the user's home for ssh without one.</param>
/// <param name="User">The user for ssh.</param>
internal sealed record RepositoryAddress(RepositoryScheme Scheme, string Host, int? Port, string Path, string? User = null)
{
    /// <summary>Gets the user name and password that stood in the address; never part of <see cref="Url"/>.</summary>
    public (string UserName, string Password)? Credential { get; init; }

    /// <summary>Gets the team whose credentials open it; null where none is known.</summary>
    public string? TeamId { get; init; }

    /// <summary>Gets the port in any case; 0 for a local one.</summary>
    public int EffectivePort => Port ?? Scheme switch
    {
        RepositoryScheme.Https => 443,
        RepositoryScheme.Http => 80,
        RepositoryScheme.Ssh => 22,
        _ => 0,
    };

    /// <summary>Gets scheme, host and port.</summary>
    public string Origin => Scheme switch
    {
        RepositoryScheme.Https => "https://" + Host + PortSuffix,
        RepositoryScheme.Http => "http://" + Host + PortSuffix,
        RepositoryScheme.Ssh => "ssh://" + (User is null ? string.Empty : User + "@") + Host + PortSuffix,
        _ => "file://",
    };

    /// <summary>Gets the address for people, without credentials.</summary>
    public string Url => Scheme == RepositoryScheme.Ssh && !Path.StartsWith('/') ? $"{Origin["ssh://".Length..]}:{Path}" : Origin + Path;

    /// <summary>Gets the address as an argument for git; a local one as a plain path, because git decodes percent signs in addresses.</summary>
    public string Remote => Scheme == RepositoryScheme.Local ? Path : Url;

    /// <summary>
    /// Gets a name for files, the same for the same repository and team: what one team's credentials have opened, submodules
    /// included, another that knows the address and a commit does not find.
    /// </summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TeamId is null or TeamStore.PlatformTeamId ? Url : $"{Url}\n{TeamId}")))[..32];

    private string PortSuffix => Port is { } port ? $":{port}" : string.Empty;

    public override string ToString() => Url;
}
