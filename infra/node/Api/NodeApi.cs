using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Pipelines.Clusters;
using Pipelines.Clusters.Local;
using Pipelines.Node.Images;
using Pipelines.Node.Ingress.Certificates;
using Pipelines.Node.Logs;
using Pipelines.Node.Releases;
using Pipelines.Node.Shells;

namespace Pipelines.Node.Api;

/// <summary>The node's HTTP API, reachable by the owner of its Unix socket alone.</summary>
internal static class NodeApi
{
    private const int LargestPart = 16 * 1024;

    public static void Map(WebApplication app)
    {
        app.MapGet("/healthz", () => Results.NoContent());
        app.MapGet("/runtime", (NodeReport report) => Json(report.Status()));
        app.MapGet("/metrics", (MetricsPage page) => Results.Text(page.Render(), "text/plain; version=0.0.4"));
        app.MapGet("/usage/instances", (NodeCluster cluster) => Json(cluster.MeasureInstances()));
        app.MapGet("/usage/requests", (NodeCluster cluster) => Json(cluster.MeasureRequests()));
        app.MapPost("/shutdown", async (bool? instances, NodeShutdown shutdown) =>
        {
            await shutdown.RunAsync(instances ?? false);
            return Results.NoContent();
        });
        app.MapPost("/images", (HttpContext context, IImageStore images) => RefusalsAsync(async () =>
        {
            await images.PrepareAsync((await ReadAsync<PrepareImageRequest>(context)).Image, context.RequestAborted);
            return Results.NoContent();
        }));
        MapReleases(app);
        MapDomains(app);
        app.MapPost("/jobs", (HttpContext context, NodeCluster cluster) => RefusalsAsync(async () =>
            Json(await cluster.RunJobAsync(await ReadAsync<JobRun>(context), context.RequestAborted))));
        app.MapPost("/jobs/cancel", (HttpContext context, NodeCluster cluster) => RefusalsAsync(async () =>
        {
            await cluster.CancelJobAsync(await ReadAsync<JobReference>(context));
            return Results.NoContent();
        }));
        app.MapGet("/apps/{app}/instances", (string app, NodeCluster cluster) => Json(cluster.ListInstances(app)));
        app.MapGet("/apps/{app}/instances/{instance}/shell", (HttpContext context, string app, string instance, int? columns, int? rows, ShellEndpoint shells) =>
            shells.ServeAsync(context, new ShellRequest(app, instance, new TerminalSize(columns ?? TerminalSize.Usual.Columns, rows ?? TerminalSize.Usual.Rows))));
        app.MapGet("/apps/{app}/logs", (HttpContext context, string app, string? component, string? release, int? tail, bool? follow, string? job, long? since, bool? jobs, LogStore logs) =>
            StreamAsync(context, logs.ReadAsync(
                new InstanceLogQuery(app, component, release, tail, follow ?? false, job, since is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null, jobs ?? false),
                context.RequestAborted)));
        app.MapDelete("/apps/{app}", async (string app, NodeCluster cluster) =>
        {
            await cluster.DeleteAppAsync(app);
            return Results.NoContent();
        });
    }

    private static void MapReleases(WebApplication app)
    {
        app.MapPut("/apps/{app}/releases/{release}", (HttpContext context, NodeCluster cluster) => RefusalsAsync(async () =>
        {
            await cluster.ApplyAsync(await ReadAsync<Release>(context), context.RequestAborted);
            return Results.NoContent();
        }));
        app.MapGet("/apps/{app}/releases", (string app, NodeCluster cluster) => Json(cluster.ListReleases(app)));
        app.MapGet("/apps/{app}/releases/{release}/watch", (HttpContext context, string app, string release, NodeCluster cluster) =>
            StreamAsync(context, cluster.WatchAsync(app, release, context.RequestAborted)));
        app.MapDelete("/apps/{app}/releases/{release}", (HttpContext context, string app, string release, NodeCluster cluster) => RefusalsAsync(async () =>
        {
            await cluster.RetireAsync(app, release, context.RequestAborted);
            return Results.NoContent();
        }));
        app.MapPost("/apps/{app}/route", (HttpContext context, string app, NodeCluster cluster) => RefusalsAsync(async () =>
        {
            await cluster.RouteAsync(app, (await ReadAsync<RouteRequest>(context)).ReleaseId, context.RequestAborted);
            return Results.NoContent();
        }));
    }

    private static void MapDomains(WebApplication app)
    {
        app.MapPut("/challenges", (HttpContext context, ChallengeTable challenges) => RefusalsAsync(async () =>
        {
            challenges.Publish(await ReadAsync<HttpChallenge>(context));
            return Results.NoContent();
        }));
        app.MapDelete("/challenges/{token}", (string token, ChallengeTable challenges) =>
        {
            challenges.Withdraw(token);
            return Results.NoContent();
        });
        app.MapPut("/certificates", (HttpContext context, CertificateTable certificates) => RefusalsAsync(async () =>
        {
            certificates.Install(await ReadAsync<DomainCertificate>(context));
            return Results.NoContent();
        }));
        app.MapDelete("/certificates/{domain}", (string domain, CertificateTable certificates) =>
        {
            certificates.Remove(domain);
            return Results.NoContent();
        });
    }

    private static IResult Json<T>(T value, int? status = null) => Results.Json(value, LocalNodeProtocol.Json, statusCode: status);

    private static async Task<T> ReadAsync<T>(HttpContext context) =>
        await JsonSerializer.DeserializeAsync<T>(context.Request.Body, LocalNodeProtocol.Json, context.RequestAborted)
        ?? throw new JsonException("A JSON object is expected.");

    private static async Task<IResult> RefusalsAsync(Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (ClusterException exception)
        {
            return Json(exception.Failure, StatusCodes.Status422UnprocessableEntity);
        }
        catch (ImageUnavailableException exception)
        {
            return Json(new InstanceFailure(InstanceFailureReason.ImageUnavailable, null, exception.Message, []), StatusCodes.Status422UnprocessableEntity);
        }
        catch (JsonException exception)
        {
            return Results.Problem(exception.Message, statusCode: StatusCodes.Status400BadRequest);
        }
    }

    /// <summary>One JSON value per line, each sent at once unless the next is there already.</summary>
    private static async Task StreamAsync<T>(HttpContext context, IAsyncEnumerable<T> items)
    {
        // The control plane reads as fast as the person at its other end: it may take nothing for a while.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        context.Response.ContentType = "application/x-ndjson";
        await context.Response.Body.FlushAsync(context.RequestAborted);
        try
        {
            var body = context.Response.BodyWriter;
            await foreach (var (item, more) in LookAhead.OverAsync(items, context.RequestAborted))
            {
                body.Write(JsonSerializer.SerializeToUtf8Bytes(item, LocalNodeProtocol.Json));
                body.Write("\n"u8);
                if (!more || body.UnflushedBytes > LargestPart)
                {
                    _ = await body.FlushAsync(context.RequestAborted);
                }
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The reader has gone.
        }
    }
}
