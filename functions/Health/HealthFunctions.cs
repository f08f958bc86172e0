using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Health;

/// <summary>Tells supervisors and load balancers how the control plane is. No token is asked for.</summary>
/// <param name="readiness">Asks the parts.</param>
public sealed class HealthFunctions(Readiness readiness)
{
    /// <summary>Tells that the process is alive.</summary>
    [Function("GetLiveness")]
    [Access(TokenScopes.None, Because = "supervisors have no token; it tells nothing but that")]
    [Operation("Tells that the process is alive", Tag = "Operations")]
    public IActionResult Live([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "healthz")] HttpRequest request) =>
        new ApiResult(new { Status = "alive" });

    /// <summary>Tells whether the platform can do its work: 503 with what does not answer otherwise.</summary>
    [Function("GetReadiness")]
    [Access(TokenScopes.None, Because = "load balancers have no token; what an error says is kept from other machines")]
    [Operation("Tells whether stores, workflows and cluster answer; 503 with what does not", Tag = "Operations", Answer = typeof(ReadinessPart), Member = "parts", IsList = true)]
    public async Task<IActionResult> ReadyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "readyz")] HttpRequest request, [DurableClient] DurableTaskClient client)
    {
        var parts = await readiness.CheckAsync(client, request.HttpContext.RequestAborted);
        var ready = parts.All(part => part.Ready);

        // What an error says of this machine is for whoever sits at it.
        var shown = LocalCaller.Is(request.HttpContext) ? parts : parts.Select(part => part with { Problem = null });
        return new ApiResult(new { Status = ready ? "ready" : "not ready", Parts = shown }, ready ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable);
    }
}
