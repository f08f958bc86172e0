using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pipelines.Storage.Secrets;
using Pipelines.Storage.State;

namespace Pipelines.Activities.Source;

/// <summary>The credentials of teams in the state store; passwords are encrypted and bound to their team.</summary>
/// <param name="state">The store.</param>
/// <param name="secrets">Encrypts passwords.</param>
/// <param name="time">The clock that dates them.</param>
public sealed class SourceCredentialStore(IStateStore state, SecretProtector secrets, TimeProvider time) : ISourceCredentials
{
    /// <summary>How many a team may have.</summary>
    public const int MaximumPerTeam = 100;

    private const string Collection = "source-credentials";
    private const int MaximumUrl = 512;
    private const int MaximumUserName = 255;
    private const int MaximumPassword = 4096;

    /// <summary>Finds what is wrong with a credential.</summary>
    /// <returns>What, for a person; null where nothing is.</returns>
    public static string? FindProblem(string? url, string? userName, string? password) =>
        url is not { Length: > 0 and <= MaximumUrl } || !Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http")
            || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0 || address.Host.Length == 0 || url.Any(char.IsControl) || url.Contains('*', StringComparison.Ordinal)
            ? $"\"url\" must be the beginning of https addresses, as https://example.org/team/, of at most {MaximumUrl} characters"
            : userName is not { Length: > 0 and <= MaximumUserName } || userName.Any(char.IsControl) || userName.Contains(':', StringComparison.Ordinal)
                ? $"\"user_name\" must have 1 to {MaximumUserName} characters and no colon"
                : password is not { Length: > 0 and <= MaximumPassword } || password.Any(char.IsControl)
                    ? $"\"password\" must have 1 to {MaximumPassword} characters"
                    : null;

    /// <summary>Keeps a credential, in the place of one for the same address.</summary>
    /// <returns>What is kept; null where the team has as many as it may.</returns>
    /// <exception cref="ArgumentException">It is none, as <see cref="FindProblem"/> says.</exception>
    public async Task<SourceCredential?> PutAsync(string teamId, string url, string userName, string password, CancellationToken cancellation = default)
    {
        if (FindProblem(url, userName, password) is { } problem)
        {
            throw new ArgumentException(problem, nameof(url));
        }

        var id = IdOf(url);
        if (await state.CountAsync(Collection, teamId + "/", cancellation) >= MaximumPerTeam && await state.GetAsync(Collection, $"{teamId}/{id}", cancellation) is null)
        {
            return null;
        }

        var credential = new SourceCredential(id, teamId, url, userName, secrets.Protect(password, ContextOf(teamId)), time.GetUtcNow());
        _ = await state.PutAsync(Collection, $"{teamId}/{id}", JsonSerializer.Serialize(credential, JsonSerializerOptions.Web), cancellation: cancellation);
        return credential;
    }

    /// <summary>Lists a team's credentials by address.</summary>
    public async Task<IReadOnlyList<SourceCredential>> ListAsync(string teamId, CancellationToken cancellation = default) =>
        [.. (await state.ListAsync(Collection, teamId + "/", limit: MaximumPerTeam, cancellation: cancellation)).Select(Read).OrderBy(credential => credential.Url, StringComparer.Ordinal)];

    /// <summary>Forgets a credential.</summary>
    /// <param name="teamId">The team.</param>
    /// <param name="id">Its id; anything at all.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <returns>False where there is none.</returns>
    public async Task<bool> DeleteAsync(string teamId, string id, CancellationToken cancellation = default) =>
        id.Length == 32 && id.All(char.IsAsciiHexDigitLower) && await state.DeleteAsync(Collection, $"{teamId}/{id}", cancellation: cancellation);

    /// <summary>Forgets all credentials of a team.</summary>
    public Task DeleteAllAsync(string teamId, CancellationToken cancellation = default) => state.PruneAsync(Collection, teamId + "/", 0, cancellation);

    /// <inheritdoc/>
    public async Task<GitCredential?> FindAsync(string teamId, string url, CancellationToken cancellation = default)
    {
        var found = (await ListAsync(teamId, cancellation)).Where(credential => CredentialStore.IsFor(credential.Url, url)).MaxBy(credential => credential.Url.Length);
        return found is null ? null : new GitCredential { Url = found.Url, UserName = found.UserName, Password = secrets.Unprotect(found.SealedPassword, ContextOf(teamId)) };
    }

    private static string IdOf(string url) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url)))[..32];

    private static string ContextOf(string teamId) => "source credentials of team " + teamId;

    private static SourceCredential Read(StateDocument document) => JsonSerializer.Deserialize<SourceCredential>(document.Json, JsonSerializerOptions.Web)!;
}
