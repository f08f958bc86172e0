using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Pipelines.Deployments;
using Pipelines.Deployments.Requests;
using Pipelines.Functions.Api.Wire;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;

namespace Pipelines.Functions.Api.Deployments;

/// <summary>Makes, shows and cancels deployments (Apps API, <c>/v2/apps/{id}/deployments</c>), and restarts apps.</summary>
/// <param name="access">Finds the apps of a team.</param>
/// <param name="workflows">The apps' workflows.</param>
/// <param name="deployments">The deployments.</param>
/// <param name="pages">Lists them.</param>
/// <param name="time">The clock.</param>
public sealed class DeploymentsFunctions(AppAccess access, AppWorkflows workflows, DeploymentStore deployments, DeploymentPages pages, TimeProvider time)
{
    /// <summary>Deploys an app from the newest commits of its sources.</summary>
    [Function("CreateDeployment")]
    [Operation("Deploys an app from the newest commits of its sources", Tag = "Deployments", Body = typeof(CreateDeploymentBody), Answer = typeof(DeploymentWire), Member = "deployment")]
    public async Task<IActionResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v2/apps/{id}/deployments")] HttpRequest request, string id, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        var app = await access.RequireUnpinnedAsync(Principal.Of(context), id, request.HttpContext.RequestAborted);
        var body = await ApiBody.ReadAsync<CreateDeploymentBody>(request);
        return await DeployAsync(client, app.Id, request, deploymentId => new DeployRequest
        {
            DeploymentId = deploymentId,
            Cause = new DeploymentCause(DeploymentCauseType.Manual, body.ForceBuild ? "manual, forced build" : "manual"),
            ForceBuild = body.ForceBuild,
            RequestedAt = time.GetUtcNow(),
        });
    }

    /// <summary>Starts the instances of an app anew, one release beside the other, without building.</summary>
    [Function("RestartApp")]
    [Operation("Starts the instances of an app anew without building", Tag = "Deployments", Body = typeof(RestartBody), Answer = typeof(DeploymentWire), Member = "deployment")]
    public async Task<IActionResult> RestartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v2/apps/{id}/restart")] HttpRequest request, string id, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        var app = await access.RequireUnpinnedAsync(Principal.Of(context), id, request.HttpContext.RequestAborted);
        var body = await ApiBody.ReadAsync<RestartBody>(request);
        var unknown = body.Components.FirstOrDefault(name => app.Spec.FindComponent(name) is null);
        if (unknown is not null)
        {
            throw ApiException.BadRequest($"the app has no component \"{unknown}\"");
        }

        return await DeployAsync(client, app.Id, request, deploymentId => new DeployRequest
        {
            DeploymentId = deploymentId,
            Cause = new DeploymentCause(DeploymentCauseType.Manual, body.Components.Count == 0 ? "restart" : "restart of " + string.Join(", ", body.Components)),
            UpdateSources = false,
            RequestedAt = time.GetUtcNow(),
        });
    }

    /// <summary>Lists the deployments of an app, newest first.</summary>
    [Function("ListDeployments")]
    [Operation("Lists the deployments of an app, newest first", Tag = "Deployments", Answer = typeof(DeploymentWire), Member = "deployments", IsList = true, Query = "page,per_page,deployment_types")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/{id}/deployments")] HttpRequest request, string id, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var app = await access.RequireAsync(Principal.Of(context), id, cancellation);
        var paging = Paging.Of(request);
        var (page, total) = await pages.ReadAsync(request, app.Id, paging, cancellation);
        return new ApiResult(new { Deployments = page.Select(WireFormat.Of), Links = paging.Links(request, total), Meta = new { Total = total } });
    }

    /// <summary>Shows a deployment.</summary>
    [Function("GetDeployment")]
    [Operation("Shows a deployment", Tag = "Deployments", Answer = typeof(DeploymentWire), Member = "deployment")]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/{id}/deployments/{deploymentId}")] HttpRequest request, string id, string deploymentId, FunctionContext context)
    {
        var deployment = await RequireAsync(context, id, deploymentId, request.HttpContext.RequestAborted);
        if (deployment.Phase == DeploymentPhase.Active)
        {
            await workflows.FollowAsync(deployment, request.HttpContext.RequestAborted);
        }

        return new ApiResult(new { Deployment = WireFormat.Of(deployment) });
    }

    /// <summary>Tells the story of a deployment, line by line (an addition to the Apps API).</summary>
    [Function("GetDeploymentHistory")]
    [Operation("Tells the story of a deployment, line by line", Tag = "Deployments")]
    public async Task<IActionResult> HistoryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/{id}/deployments/{deploymentId}/history")] HttpRequest request, string id, string deploymentId, FunctionContext context)
    {
        var deployment = await RequireAsync(context, id, deploymentId, request.HttpContext.RequestAborted);
        return new ApiResult(new { deployment.History, deployment.Reason, deployment.ExitCode, deployment.LastLines, deployment.Components });
    }

    /// <summary>Cancels a deployment that has not switched traffic yet.</summary>
    [Function("CancelDeployment")]
    [Operation("Cancels a deployment that has not switched traffic yet", Tag = "Deployments", Answer = typeof(DeploymentWire), Member = "deployment")]
    public async Task<IActionResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v2/apps/{id}/deployments/{deploymentId}/cancel")] HttpRequest request,
        string id,
        string deploymentId,
        [DurableClient] DurableTaskClient client,
        FunctionContext context)
    {
        var deployment = await RequireAsync(context, id, deploymentId, request.HttpContext.RequestAborted);
        if (deployment.IsFinal || deployment.Phase == DeploymentPhase.Active)
        {
            throw ApiException.BadRequest($"deployment {deployment.Id} has ended and cannot be cancelled");
        }

        await workflows.SendAsync(client, deployment.AppId, new CancelRequest { DeploymentId = deployment.Id, RequestedAt = time.GetUtcNow() }, request.HttpContext.RequestAborted);
        return new ApiResult(new { Deployment = WireFormat.Of(deployment) });
    }

    private async Task<IActionResult> DeployAsync(DurableTaskClient client, string appId, HttpRequest request, Func<string, DeployRequest> make)
    {
        var deploymentId = DeploymentIds.New(time.GetUtcNow());
        var (_, deployment) = await workflows.DeployAsync(client, appId, deploymentId, make(deploymentId), request.HttpContext.RequestAborted);
        return new ApiResult(new { Deployment = WireFormat.Of(deployment) });
    }

    private async Task<Deployment> RequireAsync(FunctionContext context, string id, string deploymentId, CancellationToken cancellation)
    {
        var app = await access.RequireAsync(Principal.Of(context), id, cancellation);
        return await deployments.GetAsync(app.Id, deploymentId, cancellation)
            ?? throw ApiException.NotFound("The resource you were accessing could not be found.");
    }
}
