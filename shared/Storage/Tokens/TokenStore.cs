using System.Security.Cryptography;
using System.Text.Json;
using Pipelines.Storage.State;

namespace Pipelines.Storage.Tokens;

/// <summary>
/// The tokens of the API. Only their SHA-256 is stored. Every use asks the store, so that a revoked token ends at once, in
/// every process.
/// </summary>
/// <param name="state">Where the tokens are.</param>
/// <param name="time">The clock that dates and expires them.</param>
public sealed class TokenStore(IStateStore state, TimeProvider time)
{
    private const string Collection = "tokens";
    private const int MaximumName = 255;
    private const int PageSize = 1000;

    /// <summary>Makes a token.</summary>
    /// <param name="name">What its owner calls it, 1 to 255 characters.</param>
    /// <param name="scopes">What it allows.</param>
    /// <param name="teamId">Whose resources it opens.</param>
    /// <param name="lifetime">How long it can be used, or null for ever.</param>
    /// <param name="cancellation">Cancels the making.</param>
    /// <exception cref="ArgumentException">A parameter is out of its range.</exception>
    public async Task<CreatedToken> CreateAsync(string name, TokenScopes scopes, string teamId, TimeSpan? lifetime = null, CancellationToken cancellation = default)
    {
        while (true)
        {
            var secret = TokenSecret.New();
            if (await RegisterAsync(secret, name, scopes, teamId, lifetime, cancellation) is { } token)
            {
                return new CreatedToken(secret, token);
            }
        }
    }

    /// <summary>Finds the token a caller sent.</summary>
    /// <param name="secret">What the caller sent; anything at all.</param>
    /// <param name="cancellation">Cancels the search.</param>
    /// <returns>The token, or null where it is unknown, expired or revoked.</returns>
    public async Task<AccessToken?> AuthenticateAsync(string? secret, CancellationToken cancellation = default)
    {
        if (!TokenSecret.IsWellFormed(secret))
        {
            return null;
        }

        var hash = TokenSecret.Hash(secret!);
        var stored = await state.GetAsync(Collection, TokenSecret.IdOf(hash), cancellation);
        return stored is not null && Read(stored) is var document && Matches(document, hash) && document.Token.IsValidAt(time.GetUtcNow()) ? document.Token : null;
    }

    /// <summary>Lists the tokens, without their secrets, in the order of their ids.</summary>
    /// <param name="after">Only ids greater than it; null from the start.</param>
    /// <param name="limit">At most as many, 1 to 1000.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public async Task<IReadOnlyList<AccessToken>> ListAsync(string? after = null, int limit = 100, CancellationToken cancellation = default)
    {
        var documents = await state.ListAsync(Collection, "", after, limit, cancellation);
        return [.. documents.Select(static document => Read(document).Token)];
    }

    /// <summary>Reads all tokens that are as asked for, without their secrets, in the order of their ids.</summary>
    /// <param name="match">Chooses.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public async Task<IReadOnlyList<AccessToken>> FindAsync(Func<AccessToken, bool> match, CancellationToken cancellation = default)
    {
        var found = new List<AccessToken>();
        string? after = null;
        while (await ListAsync(after, PageSize, cancellation) is { Count: > 0 } page)
        {
            found.AddRange(page.Where(match));
            after = page[^1].Id;
        }

        return found;
    }

    /// <summary>Tells whether a token is there and can be used now.</summary>
    /// <param name="id">The token's id; anything at all.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public async Task<bool> IsValidAsync(string id, CancellationToken cancellation = default) =>
        TokenSecret.IsId(id) && await state.GetAsync(Collection, id, cancellation) is { } stored && Read(stored).Token.IsValidAt(time.GetUtcNow());

    /// <summary>Revokes a token for good.</summary>
    /// <param name="id">The token's id; anything at all.</param>
    /// <param name="cancellation">Cancels the wait; the token may still be revoked.</param>
    /// <returns>False where there is no such token.</returns>
    public async Task<bool> RevokeAsync(string id, CancellationToken cancellation = default)
    {
        while (TokenSecret.IsId(id) && await state.GetAsync(Collection, id, cancellation) is { } stored)
        {
            var document = Read(stored);
            var revoked = document with { Token = document.Token with { RevokedAt = document.Token.RevokedAt ?? time.GetUtcNow() } };
            if (await state.PutAsync(Collection, id, Write(revoked), StateCondition.IfMatch(stored.ETag), cancellation) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Stores a token whose secret is known already.</summary>
    /// <returns>What is kept of it, or null where it is stored already, valid or not.</returns>
    internal async Task<AccessToken?> RegisterAsync(string secret, string name, TokenScopes scopes, string teamId, TimeSpan? lifetime, CancellationToken cancellation)
    {
        Validate(name, scopes, teamId, lifetime);
        var hash = TokenSecret.Hash(secret);
        var now = time.GetUtcNow();
        var token = new AccessToken(TokenSecret.IdOf(hash), TokenSecret.PrefixOf(secret), name, scopes, teamId, now, now + lifetime, null);
        var document = new TokenDocument(token, Convert.ToHexStringLower(hash));
        return await state.PutAsync(Collection, token.Id, Write(document), StateCondition.IfAbsent, cancellation) is null ? null : token;
    }

    /// <summary>Tells whether any token was ever made.</summary>
    internal async Task<bool> AnyAsync(CancellationToken cancellation) => (await state.ListAsync(Collection, limit: 1, cancellation: cancellation)).Count > 0;

    // The document is found by half of the hash; the whole is compared in constant time.
    private static bool Matches(TokenDocument document, byte[] hash) =>
        CryptographicOperations.FixedTimeEquals(Convert.FromHexString(document.Sha256), hash);

    private static void Validate(string name, TokenScopes scopes, string teamId, TimeSpan? lifetime)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(teamId);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, MaximumName, nameof(name));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(lifetime));
        if (scopes is not (TokenScopes.Read or TokenScopes.Write or TokenScopes.Admin))
        {
            throw new ArgumentOutOfRangeException(nameof(scopes), scopes, "A token allows Read, Write or Admin.");
        }
    }

    private static TokenDocument Read(StateDocument document) => JsonSerializer.Deserialize<TokenDocument>(document.Json, JsonSerializerOptions.Web)!;

    private static string Write(TokenDocument document) => JsonSerializer.Serialize(document, JsonSerializerOptions.Web);
}
