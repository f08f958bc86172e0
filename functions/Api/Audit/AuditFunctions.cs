using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Functions.Api.Teams;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;
using Pipelines.Storage.Audit;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Api.Audit;

/// <summary>Shows who did what (<c>/platform/audit</c>).</summary>
/// <param name="audit">The trail.</param>
/// <param name="access">Finds the teams that a caller may see.</param>
public sealed class AuditFunctions(AuditLog audit, TeamAccess access)
{
    /// <summary>Lists what was done, or tried, with a team's tokens, newest first.</summary>
    [Function("ListAuditEntries")]
    [Access(TokenScopes.Admin)]
    [Operation("Lists what was done, or tried, with a team's tokens, newest first", Tag = "Audit", Answer = typeof(AuditEntry), Member = "entries", IsList = true, Query = "page,per_page,team")]
    public async Task<IActionResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "platform/audit")] HttpRequest request, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var paging = Paging.Of(request);
        var team = await access.RequireAsync(Principal.Of(context), request.Query["team"].ToString(), cancellation);
        var total = await audit.CountAsync(team, cancellation);
        return new ApiResult(new
        {
            Entries = await audit.ListAsync(team, paging.Skip, paging.PerPage, cancellation),
            Links = paging.Links(request, total),
            Meta = new { Total = total },
        });
    }
}
