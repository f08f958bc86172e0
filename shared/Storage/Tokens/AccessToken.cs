namespace Pipelines.Storage.Tokens;

/// <summary>What is known of a token; never the token itself.</summary>
/// <param name="Id">Its identifier: the first 32 hexadecimal digits of its SHA-256.</param>
/// <param name="Prefix">Its first characters, by which its owner recognises it.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Scopes">What it allows.</param>
/// <param name="TeamId">Whose resources it opens.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends by itself, or null for never.</param>
/// <param name="RevokedAt">When it was revoked, or null.</param>
public sealed record AccessToken(
    string Id,
    string Prefix,
    string Name,
    TokenScopes Scopes,
    string TeamId,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt)
{
    /// <summary>Tells whether it allows all of a scope.</summary>
    public bool Allows(TokenScopes scope) => (Scopes & scope) == scope;

    /// <summary>Tells whether it can be used at a time.</summary>
    public bool IsValidAt(DateTimeOffset time) => RevokedAt is null && (ExpiresAt is null || time < ExpiresAt);
}
