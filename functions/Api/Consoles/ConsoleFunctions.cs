using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Deployments;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Api.Consoles;

/// <summary>Tells where consoles are to be opened (Apps API, exec), and opens them there.</summary>
/// <param name="access">Finds the apps of a team.</param>
/// <param name="deployments">Their deployments.</param>
/// <param name="cluster">Where they run.</param>
/// <param name="grants">Gives leave, and takes it back.</param>
/// <param name="opener">Opens consoles.</param>
public sealed class ConsoleFunctions(AppAccess access, DeploymentStore deployments, ICluster cluster, ConsoleGrants grants, ConsoleOpener opener)
{
    private const string OpenRoute = "v2-consoles";

    /// <summary>Tells where a console in an instance of the release that has the traffic is to be opened.</summary>
    [Function("GetAppConsole")]
    [Access(TokenScopes.Write)]
    [Operation("Tells where a console in an instance of an app is to be opened: a websocket, for one use within a minute", Answer = typeof(ConsoleWire), Query = "instance_name")]
    public async Task<IActionResult> OfAppAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/{id}/components/{component}/exec")] HttpRequest request, string id, string component, FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var app = await access.RequireAsync(Principal.Of(context), id, cancellation);
        var routed = (await cluster.ListReleasesAsync(app.Id, cancellation)).FirstOrDefault(release => release.Routed)?.ReleaseId;
        return await AnswerAsync(request, context, app, app.Spec, component, routed);
    }

    /// <summary>Tells where a console in an instance of a deployment is to be opened.</summary>
    [Function("GetDeploymentConsole")]
    [Access(TokenScopes.Write)]
    [Operation("Tells where a console in an instance of a deployment is to be opened: a websocket, for one use within a minute", Answer = typeof(ConsoleWire), Query = "instance_name")]
    public async Task<IActionResult> OfDeploymentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/{id}/deployments/{deploymentId}/components/{component}/exec")] HttpRequest request,
        string id,
        string deploymentId,
        string component,
        FunctionContext context)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var app = await access.RequireAsync(Principal.Of(context), id, cancellation);
        var deployment = await deployments.GetAsync(app.Id, deploymentId, cancellation) ?? throw ApiException.NotFound("The resource you were accessing could not be found.");
        return await AnswerAsync(request, context, app, deployment.Spec, component, deployment.ReleaseId ?? deployment.Id);
    }

    /// <summary>Opens a console.</summary>
    [Function("OpenConsole")]
    [Access(TokenScopes.None, Because = "the address itself has a secret, for one console, one use and one minute")]
    [Operation("Opens a console under an address that was given for it: a websocket of {\"data\"} frames out, {\"op\",…} frames in", Tag = "Apps", Query = "token")]
    public async Task<IActionResult> OpenAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = OpenRoute)] HttpRequest request)
    {
        var http = request.HttpContext;
        if (!http.WebSockets.IsWebSocketRequest)
        {
            throw ApiException.BadRequest("a console is a websocket");
        }

        var grant = await grants.UseAsync(request.Query["token"].ToString(), http.RequestAborted);
        await opener.OpenAsync(http, grant);
        return new EmptyResult();
    }

    private async Task<IActionResult> AnswerAsync(HttpRequest request, FunctionContext context, App app, AppSpec spec, string component, string? releaseId)
    {
        var cancellation = request.HttpContext.RequestAborted;
        if (spec.FindComponent(component) is not { } found)
        {
            throw ApiException.NotFound($"the app has no component \"{component}\"");
        }

        var named = request.Query["instance_name"].ToString();
        var instance = (await cluster.ListInstancesAsync(app.Id, cancellation))
            .Where(each => each.ReleaseId == releaseId && each.Component == found.Name && (named.Length == 0 || each.Name == named))
            .OrderByDescending(each => each.Ready)
            .ThenBy(each => each.Name, StringComparer.Ordinal)
            .FirstOrDefault() ?? throw ApiException.NotFound(named.Length == 0 ? $"no instance of component \"{component}\" runs" : $"no instance \"{named}\" of component \"{component}\" runs");
        var token = Principal.Of(context).Token;
        var secret = await grants.IssueAsync(new ConsoleGrant(token.Id, token.Prefix, token.Name, token.TeamId, app.Id, found.Name, instance.Name), cancellation);
        var scheme = request.IsHttps ? "wss" : "ws";
        return new ApiResult(new ConsoleWire($"{scheme}://{request.Host.ToUriComponent()}{request.PathBase}/{OpenRoute}?token={secret}"));
    }
}
