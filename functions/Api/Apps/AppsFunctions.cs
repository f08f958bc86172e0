using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Pipelines.Deployments;
using Pipelines.Deployments.Requests;
using Pipelines.Functions.Api.Domains;
using Pipelines.Functions.Api.Wire;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Api.Apps;

/// <summary>Creates, shows, changes and deletes apps (Apps API, <c>/v2/apps</c>).</summary>
/// <param name="access">Finds the apps of a team.</param>
/// <param name="workflows">The apps' workflows.</param>
/// <param name="deployments">The deployments.</param>
/// <param name="specs">Reads specs.</param>
/// <param name="wire">Shows apps.</param>
/// <param name="domains">Takes the names of domains.</param>
/// <param name="time">The clock.</param>
public sealed class AppsFunctions(AppAccess access, AppWorkflows workflows, DeploymentStore deployments, SpecReader specs, WireFormat wire, DomainClaims domains, TimeProvider time)
{
    /// <summary>Creates an app from a spec and starts its first deployment.</summary>
    [Function("CreateApp")]
    [Operation("Creates an app from a spec and starts its first deployment", Body = typeof(AppBody), Answer = typeof(AppWire), Member = "app")]
    public async Task<IActionResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v2/apps")] HttpRequest request, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        var body = await ApiBody.ReadObjectAsync(request);
        var spec = SpecReader.Read(body);
        var projectId = body.TryGetProperty("project_id", out var project) && project.ValueKind == JsonValueKind.String ? project.GetString() : null;
        if (await access.FindRetriedCreateAsync(Principal.Of(context), spec, request.HttpContext.RequestAborted) is { } retried)
        {
            return new ApiResult(new { App = retried });
        }

        await domains.CheckAsync(spec, null, Principal.Of(context).TeamId, request.HttpContext.RequestAborted);
        try
        {
            var (app, deployment) = await workflows.CreateAsync(client, spec.Name, appId => specs.Seal(spec, appId), Principal.Of(context).TeamId, projectId, request.HttpContext.RequestAborted);
            return new ApiResult(new { App = await ShowAsync(app, deployment) });
        }
        catch (ApiException exception) when (exception.Status == HttpStatusCode.Conflict)
        {
            // The app that has the name may be the one that this very request made a moment ago, its answer lost on the way.
            if (await access.FindRetriedCreateAsync(Principal.Of(context), spec, request.HttpContext.RequestAborted) is { } made)
            {
                return new ApiResult(new { App = made });
            }

            throw;
        }
    }

    /// <summary>Lists the team's apps.</summary>
    [Function("ListApps")]
    [Operation("Lists the team's apps", Answer = typeof(AppWire), Member = "apps", IsList = true, Query = "page,per_page")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps")] HttpRequest request, FunctionContext context)
    {
        var paging = Paging.Of(request);
        var (page, total) = await access.ListAsync(Principal.Of(context), paging, request.HttpContext.RequestAborted);
        var shown = new List<AppWire>(page.Count);
        foreach (var app in page)
        {
            shown.Add(await wire.OfAsync(app, request.HttpContext.RequestAborted));
        }

        return new ApiResult(new { Apps = shown, Links = paging.Links(request, total), Meta = new { Total = total } });
    }

    /// <summary>Shows an app, by id or by name.</summary>
    [Function("GetApp")]
    [Operation("Shows an app, by id or by name", Answer = typeof(AppWire), Member = "app")]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/{id}")] HttpRequest request, string id, FunctionContext context) =>
        new ApiResult(new { App = await wire.OfAsync(await access.RequireAsync(Principal.Of(context), id, request.HttpContext.RequestAborted)) });

    /// <summary>Changes an app's spec and deploys it.</summary>
    [Function("UpdateApp")]
    [Operation("Changes an app's spec and deploys it", Body = typeof(AppBody), Answer = typeof(AppWire), Member = "app")]
    public async Task<IActionResult> UpdateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v2/apps/{id}")] HttpRequest request, string id, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var app = await access.RequireUnpinnedAsync(Principal.Of(context), id, cancellation);
        var body = await ApiBody.ReadObjectAsync(request);
        var spec = specs.Seal(SpecReader.Read(body), app.Id);
        if (spec.Name != app.Spec.Name)
        {
            throw ApiException.BadRequest($"error validating app spec field \"name\": the name of an app cannot be changed from \"{app.Spec.Name}\"; create a new app");
        }

        var deploymentId = DeploymentIds.New(time.GetUtcNow());
        await domains.TakeAsync(spec, app.Id, app.OwnerId, cancellation);
        await RequireMatchAsync(request, app, deploymentId);
        var update = body.TryGetProperty("update_all_source_versions", out var flag) && flag.ValueKind == JsonValueKind.True;
        await deployments.PutSpecAsync(app.Id, deploymentId, spec, cancellation);
        var (changed, deployment) = await workflows.DeployAsync(
            client,
            app.Id,
            deploymentId,
            new DeployRequest
            {
                DeploymentId = deploymentId,
                NewSpec = true,
                Cause = new DeploymentCause(DeploymentCauseType.Manual, "app spec updated"),
                UpdateSources = update,
                RequestedAt = time.GetUtcNow(),
            },
            cancellation);
        return new ApiResult(new { App = await ShowAsync(changed with { Spec = spec }, deployment) });
    }

    /// <summary>Deletes an app and everything of it.</summary>
    [Function("DeleteApp")]
    [Operation("Deletes an app and everything of it")]
    public async Task<IActionResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v2/apps/{id}")] HttpRequest request, string id, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var app = await access.RequireAsync(Principal.Of(context), id, cancellation);
        await workflows.SendAsync(client, app.Id, new DeleteRequest { RequestedAt = time.GetUtcNow() }, cancellation);
        _ = await workflows.WaitAsync(app.Id, current => current is null or { Deleting: true }, cancellation);
        return new ApiResult(new { app.Id });
    }

    /// <summary>Checks a spec without deploying it: normalised, with the name's availability and the cost.</summary>
    [Function("ProposeApp")]
    [Access(TokenScopes.Read)]
    [Operation("Checks a spec without deploying it: normalised, with the name's availability and the cost", Body = typeof(AppBody), Answer = typeof(ProposalWire))]
    public async Task<IActionResult> ProposeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v2/apps/propose")] HttpRequest request, FunctionContext context)
    {
        var body = await ApiBody.ReadObjectAsync(request);
        var spec = SpecReader.Read(body);
        var appId = body.TryGetProperty("app_id", out var element) && element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        await domains.CheckAsync(spec, string.IsNullOrEmpty(appId) ? null : appId, Principal.Of(context).TeamId, request.HttpContext.RequestAborted);
        return new ApiResult(await access.ProposeAsync(Principal.Of(context), specs.Seal(spec, appId ?? ""), appId, request.HttpContext.RequestAborted));
    }

    // The tag of an app is that of the answer that shows it. Of two changes made from one answer only the first is made.
    private async Task RequireMatchAsync(HttpRequest request, App app, string deploymentId)
    {
        var wanted = EntityTags.ReadIfMatch(request);
        if (wanted.Count == 0)
        {
            return;
        }

        var present = new ApiResult(new { App = await wire.OfAsync(app, request.HttpContext.RequestAborted) }).Tag();
        if (!EntityTags.Matches(wanted, present)
            || await deployments.ClaimChangeAsync(app.Id, present.Tag.ToString().Trim('"'), deploymentId, request.HttpContext.RequestAborted) != deploymentId)
        {
            throw ApiException.PreconditionFailed("the app has changed since it was read; read it again");
        }
    }

    // By the time of the answer the workflow may have taken the deployment up: clients look for it as the pending one.
    private async Task<AppWire> ShowAsync(App app, Deployment deployment) =>
        await wire.OfAsync(app) with { PendingDeployment = WireFormat.Of(deployment) };
}
