using System.Net;
using Pipelines.AppSpecs;
using Pipelines.Node.Instances;
using Pipelines.Node.Releases;
using Pipelines.Node.Sites;
using Yarp.ReverseProxy.Forwarder;

namespace Pipelines.Node.Ingress;

/// <summary>Answers everything that comes in at the public address, by the rules of the app whose host name it names.</summary>
internal sealed class IngressServer : IDisposable
{
    private const int Attempts = 3;

    // Below the five seconds after which common servers close an idle connection: never send on one that is just closing.
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ActivityTimeout = TimeSpan.FromMinutes(30);

    private static readonly ForwarderRequestConfig Http1 = new() { ActivityTimeout = ActivityTimeout, Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
    private static readonly ForwarderRequestConfig Http2 = new() { ActivityTimeout = ActivityTimeout, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

    private readonly RoutingTable table;
    private readonly IHttpForwarder forwarder;
    private readonly SiteServer sites;
    private readonly IngressMetrics metrics;
    private readonly HttpMessageInvoker client;

    public IngressServer(RoutingTable table, IHttpForwarder forwarder, SiteServer sites, IngressMetrics metrics, InstanceConnector connector)
    {
        this.table = table;
        this.forwarder = forwarder;
        this.sites = sites;
        this.metrics = metrics;
        client = new HttpMessageInvoker(connector.CreateHandler(handler =>
        {
            handler.PooledConnectionIdleTimeout = IdleTimeout;
            handler.ConnectTimeout = ConnectTimeout;
            handler.EnableMultipleHttp2Connections = true;
        }));
    }

    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var host = context.Request.Host.Host;
        if (table.Find(host) is not { } route)
        {
            await ErrorPages.NotFoundAsync(context);
            return;
        }

        if (route.Release is not { } release)
        {
            await ErrorPages.UnavailableAsync(context);
            return;
        }

        var path = context.Request.Path.Value is { Length: > 0 } given ? given : "/";
        if (route.Match(host, path) is not { } rule)
        {
            await ErrorPages.NotFoundAsync(context);
            return;
        }

        await AnswerAsync(context, route, release, rule, path);
    }

    public void Dispose() => client.Dispose();

    private async Task AnswerAsync(HttpContext context, IngressRoute route, NodeRelease release, CompiledRule rule, string path)
    {
        if (CorsResponder.Apply(context, rule))
        {
            return;
        }

        if (rule.Rule.Redirect is { } redirect)
        {
            context.Response.StatusCode = redirect.RedirectCode ?? Redirect.DefaultCode;
            context.Response.Headers.Location = LocationOf(context.Request, redirect);
            return;
        }

        if (rule.Rule.Component?.Name is not { } name || !release.Components.TryGetValue(name, out var component))
        {
            await ErrorPages.UnavailableAsync(context);
            return;
        }

        var inside = rule.Rewrite(path);
        using var measured = metrics.Begin(context, route.AppName, name);
        await (component.IsSite ? sites.ServeAsync(context, component.Spec, inside) : ForwardAsync(context, component, route.Standby?.Components.GetValueOrDefault(name), inside));
    }

    private async Task ForwardAsync(HttpContext context, NodeComponent component, NodeComponent? standby, string path)
    {
        Instance? refused = null;
        for (var attempt = 1; ; attempt++)
        {
            // While a new release is on probation the one before it still runs: no visitor need see the new one crash. Else
            // the one that refused is better than none: it may be its very first moment.
            var instance = component.Enter(refused) ?? standby?.Enter(refused) ?? component.Enter();
            if (instance is null)
            {
                await ErrorPages.UnavailableAsync(context);
                return;
            }

            try
            {
                var error = await SendAsync(context, instance, path);
                if (error == ForwarderError.None || context.Response.HasStarted)
                {
                    return;
                }

                if (attempt == Attempts || !CanRepeat(context, error))
                {
                    await ErrorPages.BadGatewayAsync(context, context.Response.StatusCode);
                    return;
                }
            }
            finally
            {
                instance.Gate.Leave();
            }

            context.Response.Clear();
            refused = instance;
        }
    }

    private ValueTask<ForwarderError> SendAsync(HttpContext context, Instance instance, string path)
    {
        // The host part keeps connections of different instances apart in the client's pool.
        var destination = $"http://r{instance.Record.Attempt}.{instance.Record.Id}:{instance.Component.HttpPort}";
        return forwarder.SendAsync(context, destination, client, instance.Component.Http2 ? Http2 : Http1, new InstanceTransformer(instance.Record, path));
    }

    /// <summary>Whether a failed request did certainly not reach the app, or may reach it twice.</summary>
    private static bool CanRepeat(HttpContext context, ForwarderError error)
    {
        if (error != ForwarderError.Request || context.RequestAborted.IsCancellationRequested)
        {
            return false;
        }

        var exception = context.GetForwarderErrorFeature()?.Exception;
        var notConnected = exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };
        var method = context.Request.Method;
        var repeatable = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);
        return notConnected || repeatable;
    }

    private static string LocationOf(HttpRequest request, Redirect redirect)
    {
        var authority = redirect.Authority ?? request.Host.Host;
        var port = redirect.Port is { } number ? $":{number}" : string.Empty;
        var target = redirect.Uri ?? $"{request.Path.ToUriComponent()}{request.QueryString}";
        return $"{redirect.Scheme ?? Redirect.DefaultScheme}://{authority}{port}{(target.StartsWith('/') ? target : "/" + target)}";
    }
}
