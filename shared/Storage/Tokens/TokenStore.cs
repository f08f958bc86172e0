using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Pipelines.Storage.State;

namespace Pipelines.Storage.Tokens;

/// <summary>
/// The tokens of the API. Only their SHA-256 is stored. A token found valid is remembered for half a minute; revoking it
/// forgets it at once in this process, and within that time in others.
/// </summary>
/// <param name="state">Where the tokens are.</param>
/// <param name="time">The clock that dates and expires them.</param>
public sealed class TokenStore(IStateStore state, TimeProvider time)
{
    private const string Collection = "tokens";
    private const int MaximumRemembered = 1024;
    private const int MaximumName = 255;

    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, (TokenDocument Document, DateTimeOffset Until)> _cache = new(StringComparer.Ordinal);
    private long _revocations;

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
        var document = await FindAsync(TokenSecret.IdOf(hash), cancellation);
        return document is not null && Matches(document, hash) && document.Token.IsValidAt(time.GetUtcNow()) ? document.Token : null;
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
            var written = await state.PutAsync(Collection, id, Write(revoked), StateCondition.IfMatch(stored.ETag), cancellation);
            Forget(id);
            if (written is not null)
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

    private async Task<TokenDocument?> FindAsync(string id, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (_cache.TryGetValue(id, out var cached) && now < cached.Until)
        {
            return cached.Document;
        }

        var revocations = Interlocked.Read(ref _revocations);
        if (await state.GetAsync(Collection, id, cancellation) is not { } stored)
        {
            return null;
        }

        // What was read before a revocation is not remembered after it.
        var document = Read(stored);
        if (document.Token.IsValidAt(now) && revocations == Interlocked.Read(ref _revocations))
        {
            Remember(id, document, now);
        }

        return document;
    }

    private void Forget(string id)
    {
        Interlocked.Increment(ref _revocations);
        _cache.TryRemove(id, out _);
    }

    // Only tokens that exist are remembered, so guessing cannot fill the memory.
    private void Remember(string id, TokenDocument document, DateTimeOffset now)
    {
        if (_cache.Count >= MaximumRemembered)
        {
            _cache.Clear();
        }

        _cache[id] = (document, now + Remembered);
    }
}
