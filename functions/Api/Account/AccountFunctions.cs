using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Functions.Api.Teams;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;

namespace Pipelines.Functions.Api.Account;

/// <summary>Tells a client whose token it has (<c>/v2/account</c>).</summary>
/// <param name="access">Finds the teams that a caller may see.</param>
public sealed class AccountFunctions(TeamAccess access)
{
    /// <summary>Shows the account of the token.</summary>
    [Function("GetAccount")]
    [Operation("Shows the account of the token: its team", Tag = "Account", Answer = typeof(AccountWire), Member = "account")]
    public async Task<IActionResult> GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/account")] HttpRequest request, FunctionContext context)
    {
        var principal = Principal.Of(context);
        var teams = await access.ListAsync(principal, request.HttpContext.RequestAborted);
        return new ApiResult(new
        {
            Account = new AccountWire
            {
                Uuid = principal.TeamId,
                Name = principal.Token.Name,
                Team = new TeamReferenceWire(principal.TeamId, TeamAccess.NameOf(teams, principal.TeamId)),
            },
        });
    }
}
