using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Pipelines.Deployments.Domains;
using Pipelines.Functions.Api.Wire;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;

namespace Pipelines.Functions.Api.Domains;

/// <summary>What the platform offers of domains beside the Apps API, which shows them as part of their app.</summary>
/// <param name="access">Finds the apps of a team.</param>
/// <param name="domains">The domains.</param>
public sealed class DomainsFunctions(AppAccess access, DomainStore domains)
{
    /// <summary>Looks at a domain at once, instead of when the next look is due.</summary>
    [Function("CheckDomain")]
    [Operation("Looks at a domain at once: its records, its certificate", Tag = "Domains", Answer = typeof(DomainWire), Member = "domain")]
    public async Task<IActionResult> CheckAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "platform/apps/{id}/domains/{domainId}/check")] HttpRequest request,
        string id,
        string domainId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var app = await access.RequireAsync(Principal.Of(context), id, cancellation);
        var domain = await domains.GetAsync(app.Id, domainId, cancellation) ?? throw ApiException.NotFound("The resource you were accessing could not be found.");
        await client.RaiseEventAsync(DomainSignal.InstanceId(domain.Id), DomainSignal.EventName, new DomainSignal(IsRemoved: false), cancellation);
        return new ApiResult(new { Domain = DomainWire.Of(domain) });
    }
}
