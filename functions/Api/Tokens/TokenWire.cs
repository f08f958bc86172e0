using Pipelines.Functions.Api.Teams;
using Pipelines.Storage.Teams;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Api.Tokens;

/// <summary>A token as the API shows it: never its secret.</summary>
public sealed record TokenWire
{
    /// <summary>Gets the id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the first characters, by which its owner recognises it.</summary>
    public required string Prefix { get; init; }

    /// <summary>Gets what its owner calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what it allows: read, write or admin.</summary>
    public required string Scope { get; init; }

    /// <summary>Gets the id of the team whose resources it opens.</summary>
    public required string TeamId { get; init; }

    /// <summary>Gets the name of the team.</summary>
    public required string Team { get; init; }

    /// <summary>Gets whether it can be used: active, expired or revoked.</summary>
    public required string State { get; init; }

    /// <summary>Gets when it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when it ends by itself; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Gets when it was revoked; null when it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Shows a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="teams">The teams, for the name.</param>
    /// <param name="now">The time.</param>
    public static TokenWire Of(AccessToken token, IReadOnlyList<Team> teams, DateTimeOffset now) => new()
    {
        Id = token.Id,
        Prefix = token.Prefix,
        Name = token.Name,
        Scope = token.Scopes.ToString().ToLowerInvariant(),
        TeamId = token.TeamId,
        Team = TeamAccess.NameOf(teams, token.TeamId),
        State = token.RevokedAt is not null ? "revoked" : token.IsValidAt(now) ? "active" : "expired",
        CreatedAt = token.CreatedAt,
        ExpiresAt = token.ExpiresAt,
        RevokedAt = token.RevokedAt,
    };
}
