using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Pipelines.Deployments;
using Pipelines.Deployments.Requests;
using Pipelines.Functions.Api.Deployments;
using Pipelines.Functions.Api.Wire;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;

namespace Pipelines.Functions.Api.Events;

/// <summary>
/// Shows what happened to an app (Apps API, <c>/v2/apps/{id}/events</c>): its deployments. Nothing is scaled automatically
/// here, so that there are no events of that kind, nor logs of any.
/// </summary>
/// <param name="access">Finds the apps of a team.</param>
/// <param name="workflows">The apps' workflows.</param>
/// <param name="deployments">The deployments.</param>
/// <param name="pages">Lists them.</param>
/// <param name="time">The clock.</param>
public sealed class EventsFunctions(AppAccess access, AppWorkflows workflows, DeploymentStore deployments, DeploymentPages pages, TimeProvider time)
{
    private const string DeploymentType = "DEPLOYMENT";
    private const string AutoscalingType = "AUTOSCALING";

    /// <summary>Lists what happened, newest first.</summary>
    [Function("ListEvents")]
    [Operation("Lists what happened to an app, newest first", Tag = "Events", Answer = typeof(EventWire), Member = "events", IsList = true, Query = "page,per_page,event_types,deployment_types")]
    public async Task<IActionResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/{id}/events")] HttpRequest request, string id, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var app = await access.RequireAsync(Principal.Of(context), id, cancellation);
        var paging = Paging.Of(request);
        var types = TypesOf(request);
        if (types.Count > 0 && !types.Contains(DeploymentType))
        {
            return new ApiResult(new { Events = Array.Empty<EventWire>(), Links = new { }, Meta = new { Total = 0 } });
        }

        var (page, total) = await pages.ReadAsync(request, app.Id, paging, cancellation);
        return new ApiResult(new { Events = page.Select(Show), Links = paging.Links(request, total), Meta = new { Total = total } });
    }

    /// <summary>Shows one.</summary>
    [Function("GetEvent")]
    [Operation("Shows something that happened to an app", Tag = "Events", Answer = typeof(EventWire), Member = "event")]
    public async Task<IActionResult> GetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/{id}/events/{eventId}")] HttpRequest request, string id, string eventId, FunctionContext context) =>
        new ApiResult(new { Event = Show(await RequireAsync(context, id, eventId, request.HttpContext.RequestAborted)) });

    /// <summary>Stops what is under way.</summary>
    [Function("CancelEvent")]
    [Operation("Cancels the deployment of an event, before it has switched traffic", Tag = "Events", Answer = typeof(EventWire), Member = "event")]
    public async Task<IActionResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v2/apps/{id}/events/{eventId}/cancel")] HttpRequest request, string id, string eventId, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        var deployment = await RequireAsync(context, id, eventId, request.HttpContext.RequestAborted);
        if (deployment.IsFinal || deployment.Phase == DeploymentPhase.Active)
        {
            throw ApiException.BadRequest($"deployment {deployment.Id} has ended and cannot be cancelled");
        }

        await workflows.SendAsync(client, deployment.AppId, new CancelRequest { DeploymentId = deployment.Id, RequestedAt = time.GetUtcNow() }, request.HttpContext.RequestAborted);
        return new ApiResult(new { Event = Show(deployment) });
    }

    /// <summary>Tells that there is no log: only automatic scaling has one.</summary>
    [Function("GetEventLogs")]
    [Operation("Tells where the log of an event is: only automatic scaling, which there is none of, has one", Tag = "Events", Query = "type")]
    public async Task<IActionResult> LogsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/{id}/events/{eventId}/logs")] HttpRequest request, string id, string eventId, FunctionContext context)
    {
        var deployment = await RequireAsync(context, id, eventId, request.HttpContext.RequestAborted);
        throw ApiException.NotFound($"event {deployment.Id} is a deployment, whose logs are at /v2/apps/{deployment.AppId}/deployments/{deployment.Id}/logs");
    }

    private static EventWire Show(Deployment deployment) => new(deployment.Id, DeploymentType, deployment.CreatedAt, deployment.Id, WireFormat.Of(deployment));

    private static List<string> TypesOf(HttpRequest request)
    {
        var types = request.Query["event_types"].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        return types.Find(type => type is not (DeploymentType or AutoscalingType)) is { } unknown
            ? throw ApiException.BadRequest($"query parameter \"event_types\" knows no \"{unknown}\"; there are {DeploymentType} and {AutoscalingType}")
            : types;
    }

    private async Task<Deployment> RequireAsync(FunctionContext context, string id, string eventId, CancellationToken cancellation)
    {
        var app = await access.RequireAsync(Principal.Of(context), id, cancellation);
        return await deployments.GetAsync(app.Id, eventId, cancellation) ?? throw ApiException.NotFound("The resource you were accessing could not be found.");
    }
}
