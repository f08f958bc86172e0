using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;

namespace Pipelines.Functions.Panel;

/// <summary>Tells who a token is.</summary>
public sealed class SessionFunctions
{
    /// <summary>Shows whose token the request carries and what it allows.</summary>
    [Function("GetSession")]
    [Operation("Shows whose token the request carries and what it allows", Tag = "Panel", Answer = typeof(SessionWire), Member = "session")]
    public IActionResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "platform/session")] HttpRequest request, FunctionContext context)
    {
        var principal = Principal.Of(context);
        return new ApiResult(new { Session = new SessionWire(principal.Token.Name, principal.TeamId, principal.Token.Scopes) });
    }
}
