using Pipelines.Activities.Source;
using Pipelines.Deployments;
using Pipelines.Functions.Http;
using Pipelines.Functions.Start;
using Pipelines.Storage.Teams;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Api.Teams;

/// <summary>Deletes teams. Run again after a crash it goes on where it was.</summary>
/// <param name="teams">The teams.</param>
/// <param name="apps">The apps, which teams own.</param>
/// <param name="tokens">Their tokens.</param>
/// <param name="credentials">Their source credentials.</param>
public sealed class TeamDeletion(TeamStore teams, AppStore apps, TokenStore tokens, SourceCredentialStore credentials)
{
    /// <summary>Deletes a team, its tokens and its source credentials.</summary>
    /// <exception cref="ApiException">409: it owns apps, or is the platform's own.</exception>
    public async Task DeleteAsync(Team team, CancellationToken cancellation)
    {
        if (team.Id == PlatformTeam.Id)
        {
            throw ApiException.Conflict("it is the platform's own team, which operates the platform");
        }

        await RefuseOwnerAsync(team, cancellation);
        foreach (var token in await tokens.FindAsync(token => token.TeamId == team.Id && token.RevokedAt is null, cancellation))
        {
            _ = await tokens.RevokeAsync(token.Id, cancellation);
        }

        // An app that was made in the same moment must not be left without its team.
        await RefuseOwnerAsync(team, cancellation);
        await credentials.DeleteAllAsync(team.Id, cancellation);
        _ = await teams.DeleteAsync(team, cancellation);
    }

    private async Task RefuseOwnerAsync(Team team, CancellationToken cancellation)
    {
        var (first, total) = await apps.ListByOwnerAsync(team.Id, 0, 3, cancellation);
        if (total > 0)
        {
            var names = string.Join(", ", first.Select(app => app.Spec.Name));
            throw ApiException.Conflict($"team \"{team.Name}\" owns {total} app{(total == 1 ? "" : "s")} ({names}{(total > first.Count ? ", …" : "")}); delete them first");
        }
    }
}
