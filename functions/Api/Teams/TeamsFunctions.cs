using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;
using Pipelines.Storage.Teams;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Api.Teams;

/// <summary>Makes and shows teams, which own apps and tokens (<c>/platform/teams</c>).</summary>
/// <param name="teams">The teams.</param>
/// <param name="access">Finds the teams that a caller may see.</param>
/// <param name="deletion">Deletes teams.</param>
public sealed class TeamsFunctions(TeamStore teams, TeamAccess access, TeamDeletion deletion)
{
    /// <summary>Makes a team.</summary>
    [Function("CreateTeam")]
    [Access(TokenScopes.Admin, OperatorOnly = true)]
    [Operation("Makes a team", Tag = "Teams", Body = typeof(TeamBody), Answer = typeof(TeamWire), Member = "team", Status = StatusCodes.Status201Created)]
    public async Task<IActionResult> CreateAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "platform/teams")] HttpRequest request)
    {
        var name = (await ApiBody.ReadAsync<TeamBody>(request)).Name;
        if (!TeamStore.IsName(name))
        {
            throw ApiException.BadRequest("\"name\" must be 2 to 32 of a-z, 0-9 and hyphen, a letter first, no hyphen last");
        }

        return await teams.CreateAsync(name!, cancellation: request.HttpContext.RequestAborted) is { } team
            ? new ApiResult(new { Team = TeamWire.Of(team) }, HttpStatusCode.Created)
            : throw ApiException.Conflict($"there is a team \"{name}\" already");
    }

    /// <summary>Deletes a team that owns no app, with its tokens and source credentials.</summary>
    [Function("DeleteTeam")]
    [Access(TokenScopes.Admin, OperatorOnly = true)]
    [Operation("Deletes a team that owns no app, with its tokens and source credentials", Tag = "Teams", Status = StatusCodes.Status204NoContent)]
    public async Task<IActionResult> DeleteAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "platform/teams/{team}")] HttpRequest request, string team)
    {
        var cancellation = request.HttpContext.RequestAborted;
        await deletion.DeleteAsync(await teams.FindAsync(team, cancellation) ?? throw ApiException.NotFound($"there is no team \"{team}\""), cancellation);
        return ApiResult.NoContent;
    }

    /// <summary>Lists the teams: for tokens of another team than the platform's own, that one.</summary>
    [Function("ListTeams")]
    [Operation("Lists the teams that the token may see", Tag = "Teams", Answer = typeof(TeamWire), Member = "teams", IsList = true, Query = "page,per_page")]
    public async Task<IActionResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "platform/teams")] HttpRequest request, FunctionContext context)
    {
        var paging = Paging.Of(request);
        var all = await access.ListAsync(Principal.Of(context), request.HttpContext.RequestAborted);
        return new ApiResult(new { Teams = paging.PageOf(all).Select(TeamWire.Of), Links = paging.Links(request, all.Count), Meta = new { Total = all.Count } });
    }
}
