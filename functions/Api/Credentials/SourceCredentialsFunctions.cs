using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Activities.Source;
using Pipelines.Functions.Api.Teams;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Api.Credentials;

/// <summary>Keeps, shows and forgets a team's credentials for its git repositories (<c>/platform/source-credentials</c>).</summary>
/// <param name="credentials">The credentials.</param>
/// <param name="access">Finds the teams that a caller may see.</param>
public sealed class SourceCredentialsFunctions(SourceCredentialStore credentials, TeamAccess access)
{
    /// <summary>Keeps a credential, in the place of one for the same address.</summary>
    [Function("CreateSourceCredential")]
    [Access(TokenScopes.Admin)]
    [Operation("Keeps a credential for a team's git repositories, in the place of one for the same address", Tag = "Source credentials", Body = typeof(SourceCredentialBody), Answer = typeof(SourceCredentialWire), Member = "source_credential", Status = StatusCodes.Status201Created)]
    public async Task<IActionResult> CreateAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "platform/source-credentials")] HttpRequest request, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var body = await ApiBody.ReadAsync<SourceCredentialBody>(request);
        var teamId = await access.RequireAsync(Principal.Of(context), body.Team, cancellation);
        var userName = body.UserName ?? "git";
        return SourceCredentialStore.FindProblem(body.Url, userName, body.Password) is { } problem
            ? throw ApiException.BadRequest(problem)
            : await credentials.PutAsync(teamId, body.Url!, userName, body.Password!, cancellation) is { } kept
                ? new ApiResult(new { SourceCredential = SourceCredentialWire.Of(kept) }, HttpStatusCode.Created)
                : throw ApiException.Conflict($"the team has {SourceCredentialStore.MaximumPerTeam} source credentials, as many as it may; delete one first");
    }

    /// <summary>Lists a team's credentials, without their passwords.</summary>
    [Function("ListSourceCredentials")]
    [Access(TokenScopes.Admin)]
    [Operation("Lists a team's credentials for git repositories, without their passwords", Tag = "Source credentials", Answer = typeof(SourceCredentialWire), Member = "source_credentials", IsList = true, Query = "page,per_page,team")]
    public async Task<IActionResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "platform/source-credentials")] HttpRequest request, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var paging = Paging.Of(request);
        var all = await credentials.ListAsync(await access.RequireAsync(Principal.Of(context), request.Query["team"].ToString(), cancellation), cancellation);
        return new ApiResult(new { SourceCredentials = paging.PageOf(all).Select(SourceCredentialWire.Of), Links = paging.Links(request, all.Count), Meta = new { Total = all.Count } });
    }

    /// <summary>Forgets a credential.</summary>
    [Function("DeleteSourceCredential")]
    [Access(TokenScopes.Admin)]
    [Operation("Forgets a credential", Tag = "Source credentials", Status = StatusCodes.Status204NoContent, Query = "team")]
    public async Task<IActionResult> DeleteAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "platform/source-credentials/{credential}")] HttpRequest request, string credential, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var teamId = await access.RequireAsync(Principal.Of(context), request.Query["team"].ToString(), cancellation);
        return await credentials.DeleteAsync(teamId, credential, cancellation) ? ApiResult.NoContent : throw ApiException.NotFound($"the team has no source credential \"{credential}\"");
    }
}
