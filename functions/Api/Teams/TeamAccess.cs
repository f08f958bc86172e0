using Pipelines.Functions.Http;
using Pipelines.Functions.Start;
using Pipelines.Storage.Teams;

namespace Pipelines.Functions.Api.Teams;

/// <summary>Finds the teams that a caller may see: its own, and for the platform's own team all.</summary>
/// <param name="teams">The teams.</param>
public sealed class TeamAccess(TeamStore teams)
{
    /// <summary>Lists them by name.</summary>
    public async Task<IReadOnlyList<Team>> ListAsync(Principal principal, CancellationToken cancellation) =>
        [.. (await teams.ListAsync(cancellation)).Where(team => principal.IsOfPlatform || team.Id == principal.TeamId)];

    /// <summary>Finds one.</summary>
    /// <param name="principal">Who asks.</param>
    /// <param name="idOrName">Its id or name; null or empty for the caller's own.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    /// <returns>The team's id.</returns>
    /// <exception cref="ApiException">404: there is none, or it is another.</exception>
    public async Task<string> RequireAsync(Principal principal, string? idOrName, CancellationToken cancellation)
    {
        // A token's team may be older than the list of teams.
        if (string.IsNullOrEmpty(idOrName) || idOrName == principal.TeamId)
        {
            return principal.TeamId;
        }

        var team = await teams.FindAsync(idOrName, cancellation);
        return team is not null && (principal.IsOfPlatform || team.Id == principal.TeamId)
            ? team.Id
            : throw ApiException.NotFound($"there is no team \"{idOrName}\"");
    }

    /// <summary>The name of a team's id, for a person.</summary>
    internal static string NameOf(IReadOnlyList<Team> known, string teamId) =>
        known.FirstOrDefault(team => team.Id == teamId)?.Name ?? (teamId == PlatformTeam.Id ? PlatformTeam.Name : teamId);
}
