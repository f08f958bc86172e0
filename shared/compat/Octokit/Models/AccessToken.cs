using System.Text.Json.Serialization;

namespace Octokit;

/// <summary>What an app may act with in one installation, for an hour.</summary>
public class AccessToken
{
    /// <summary>Initializes a new instance of the <see cref="AccessToken"/> class.</summary>
    public AccessToken()
    {
    }

    /// <summary>Initializes a new instance of the <see cref="AccessToken"/> class.</summary>
    /// <param name="token">The token.</param>
    /// <param name="expiresAt">When it ends.</param>
    public AccessToken(string token, DateTimeOffset expiresAt) => (Token, ExpiresAt) = (token, expiresAt);

    /// <summary>Gets the token.</summary>
    [JsonInclude]
    public string Token { get; private set; } = null!;

    /// <summary>Gets when it ends.</summary>
    [JsonInclude]
    public DateTimeOffset ExpiresAt { get; private set; }
}
