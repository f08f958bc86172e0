using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Pipelines.Functions.Http;
using Pipelines.Functions.OpenApi;

namespace Pipelines.Functions.Panel.Events;

/// <summary>Tells those who look at the panel what changes, as it does.</summary>
/// <param name="watcher">Finds out.</param>
/// <param name="log">What it found.</param>
/// <param name="authentication">Checks tokens.</param>
/// <param name="lifetime">Tells when the host stops.</param>
/// <param name="time">The clock.</param>
public sealed class EventsFunctions(AppWatcher watcher, ChangeLog log, TokenAuthentication authentication, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>The most clients at a time.</summary>
    public const int MaximumClients = 256;

    /// <summary>Streams the changes of the team's apps.</summary>
    /// <exception cref="ApiException">503: there are too many clients.</exception>
    [Function("WatchApps")]
    [Operation("Streams what changes in the team's apps: server-sent events app, deployment, deleted and reset, to be resumed with Last-Event-ID", Tag = "Panel", MediaType = "text/event-stream", Query = "app_id")]
    public async Task<IActionResult> WatchAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "platform/events")] HttpRequest request, FunctionContext context)
    {
        if (!watcher.TryEnter(MaximumClients))
        {
            throw ApiException.Unavailable($"{MaximumClients} clients watch already; try again later");
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(request.HttpContext.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await watcher.Begun.WaitAsync(end.Token);
            var (team, app) = (Principal.Of(context).TeamId, request.Query["app_id"].ToString());
            bool IsOfInterest(AppChange change) => change.TeamId == team && (app.Length == 0 || change.AppId == app);
            async Task<bool> MayGoOnAsync(CancellationToken cancellation) => await authentication.FindAsync(request, cancellation) is { } token && token.TeamId == team;
            await new EventStream(request.HttpContext, log, IsOfInterest, MayGoOnAsync, time).SendAsync(request.Headers["Last-Event-ID"], end.Token);
        }
        catch (OperationCanceledException)
        {
            // The client has gone or does not read, or the host stops.
            request.HttpContext.Abort();
        }
        finally
        {
            watcher.Leave();
        }

        return new EmptyResult();
    }
}
