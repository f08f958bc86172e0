using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Pipelines.Deployments;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;
using Pipelines.Storage.Tokens;

namespace Pipelines.Functions.Api.Logs;

/// <summary>Tells where the logs of apps and deployments are to be read (Apps API), and shows them there.</summary>
/// <param name="access">Finds the apps of a team.</param>
/// <param name="deployments">The deployments.</param>
/// <param name="grants">Verifies the addresses.</param>
/// <param name="addresses">Makes them.</param>
/// <param name="reader">Reads the logs.</param>
/// <param name="readers">Those who read them at present.</param>
/// <param name="tokens">The tokens, which the addresses end with.</param>
/// <param name="lifetime">Tells when the host stops.</param>
public sealed class LogsFunctions(
    AppAccess access, DeploymentStore deployments, LogGrants grants, LogAddressing addresses, LogReader reader, LogReaders readers, TokenStore tokens, IHostApplicationLifetime lifetime)
{
    private const string Query = "type,follow,tail_lines,component_name";
    private static readonly TimeSpan s_longestLook = TimeSpan.FromSeconds(15);

    /// <summary>Tells where the logs of an app's present deployment are.</summary>
    [Function("GetAppLogs")]
    [Operation("Tells where the logs of an app are to be read", Answer = typeof(LogAddresses), Query = Query)]
    public Task<IActionResult> OfAppAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/{id}/logs")] HttpRequest request, string id, FunctionContext context) =>
        AnswerAsync(request, context, id, null, null);

    /// <summary>Tells where the logs of one component of an app's present deployment are.</summary>
    [Function("GetAppComponentLogs")]
    [Operation("Tells where the logs of a component of an app are to be read", Answer = typeof(LogAddresses), Query = Query)]
    public Task<IActionResult> OfAppComponentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/{id}/components/{component}/logs")] HttpRequest request, string id, string component, FunctionContext context) =>
        AnswerAsync(request, context, id, null, component);

    /// <summary>Tells where the logs of a deployment are.</summary>
    [Function("GetDeploymentLogs")]
    [Operation("Tells where the logs of a deployment are to be read", Answer = typeof(LogAddresses), Query = Query)]
    public Task<IActionResult> OfDeploymentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/{id}/deployments/{deploymentId}/logs")] HttpRequest request, string id, string deploymentId, FunctionContext context) =>
        AnswerAsync(request, context, id, deploymentId, null);

    /// <summary>Tells where the logs of one component of a deployment are.</summary>
    [Function("GetDeploymentComponentLogs")]
    [Operation("Tells where the logs of a component of a deployment are to be read", Answer = typeof(LogAddresses), Query = Query)]
    public Task<IActionResult> OfDeploymentComponentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v2/apps/{id}/deployments/{deploymentId}/components/{component}/logs")] HttpRequest request,
        string id,
        string deploymentId,
        string component,
        FunctionContext context) =>
        AnswerAsync(request, context, id, deploymentId, component);

    /// <summary>Shows a log: as text, or through a websocket when one is asked for.</summary>
    [Function("ReadLogs")]
    [Access(TokenScopes.None, Because = "the address itself is signed, for one log and ten minutes")]
    [Operation("Shows a log under an address that was signed for it: text, or a websocket of {\"data\":line} frames", Tag = "Logs", MediaType = "text/plain")]
    public async Task<IActionResult> ReadAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = LogAddressing.Route + "/{token}")] HttpRequest request, string token)
    {
        var grant = grants.Verify(token);
        var http = request.HttpContext;
        if (!await tokens.IsValidAsync(grant.TokenId, http.RequestAborted))
        {
            throw ApiException.Gone("the token that the address of the log was made for has ended");
        }

        using var present = readers.Join(grant.AppId);
        using var revoked = new CancellationTokenSource();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var watch = WatchTokenAsync(grant.TokenId, revoked, over.Token);
        try
        {
            await (http.WebSockets.IsWebSocketRequest ? SendFramesAsync(http, grant, revoked.Token) : WriteTextAsync(http, grant, revoked.Token));
        }
        finally
        {
            await over.CancelAsync();
            await watch;
        }

        return new EmptyResult();
    }

    // Who follows a log may do so for hours: a token that is revoked ends that, too.
    private async Task WatchTokenAsync(string tokenId, CancellationTokenSource revoked, CancellationToken over)
    {
        using var timer = new PeriodicTimer(readers.Patience < s_longestLook ? readers.Patience : s_longestLook, readers.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(over) && await tokens.IsValidAsync(tokenId, over))
            {
                // On.
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // Nobody reads any more.
        }
        finally
        {
            // Also when it cannot be told.
            await revoked.CancelAsync();
        }
    }

    private async Task SendFramesAsync(HttpContext http, LogGrant grant, CancellationToken revoked)
    {
        LogReaders.BoundBuffer(http);
        using var accepted = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            // A pong comes behind what its reader has yet to take: one that is slow is not gone.
            KeepAliveInterval = TimeSpan.FromSeconds(15),
            KeepAliveTimeout = TimeSpan.FromMinutes(2),
        });
        using var socket = new LogSocket(accepted, readers.Patience, readers.Time, http.Abort, lifetime.ApplicationStopping);
        await socket.SendAsync(end => reader.ReadAsync(grant, end), () => readers.NoteCut(grant), revoked);
    }

    private async Task WriteTextAsync(HttpContext http, LogGrant grant, CancellationToken revoked)
    {
        if (grant.Follow)
        {
            LogReaders.BoundBuffer(http);
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping, revoked);
        try
        {
            if (!await LogText.TryWriteAsync(http, readers, reader.ReadAsync(grant, end.Token), grant.Follow))
            {
                readers.NoteCut(grant);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested && http.Response.HasStarted)
        {
            // What was followed ends with the host.
        }
        catch (OperationCanceledException) when (revoked.IsCancellationRequested)
        {
            // Not to be mistaken for the end of the log.
            http.Abort();
        }
    }

    private async Task<IActionResult> AnswerAsync(HttpRequest request, FunctionContext context, string id, string? deploymentId, string? component)
    {
        var cancellation = request.HttpContext.RequestAborted;
        var app = await access.RequireAsync(Principal.Of(context), id, cancellation);
        var type = ReadType(request);
        var deployment = await FindAsync(app, deploymentId, type, cancellation);
        component ??= request.Query["component_name"].ToString() is { Length: > 0 } named ? named : null;
        if (component is not null && deployment.Spec.FindComponent(component) is null)
        {
            throw ApiException.NotFound($"deployment {deployment.Id} has no component \"{component}\"");
        }

        var historic = new LogGrant(Principal.Of(context).Token.Id, app.Id, deployment.Id, component, type, LogAddressing.ReadTail(request), Follow: false);
        return new ApiResult(addresses.Of(request, historic, LogReader.IsRunning(deployment, type)));
    }

    private async Task<Deployment> FindAsync(App app, string? deploymentId, LogType type, CancellationToken cancellation)
    {
        var id = deploymentId ?? (type is LogType.Run or LogType.RunRestarted
            ? app.ActiveDeploymentId ?? app.InProgressDeploymentId ?? app.PendingDeploymentId
            : app.InProgressDeploymentId ?? app.PendingDeploymentId ?? app.ActiveDeploymentId);
        var deployment = id is null
            ? await deployments.ListAsync(app.Id, 0, 1, cancellation) is [var newest] ? newest : null
            : await deployments.GetAsync(app.Id, id, cancellation);
        return deployment ?? throw ApiException.NotFound(deploymentId is null ? "the app has no deployment yet" : "The resource you were accessing could not be found.");
    }

    private static LogType ReadType(HttpRequest request) => request.Query["type"].ToString() switch
    {
        "BUILD" => LogType.Build,
        "DEPLOY" => LogType.Deploy,
        "RUN" or "" or "UNSPECIFIED" => LogType.Run,
        "RUN_RESTARTED" => LogType.RunRestarted,
        _ => throw ApiException.BadRequest("query parameter \"type\" must be one of BUILD, DEPLOY, RUN, RUN_RESTARTED"),
    };
}
