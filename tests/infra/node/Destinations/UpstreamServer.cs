using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Pipelines.AppSpecs;
using Pipelines.Clusters;

namespace Pipelines.Node.Tests.Destinations;

/// <summary>A real web server on a loopback port that no node has started.</summary>
internal sealed class UpstreamServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private int requests;

    private UpstreamServer(WebApplication app, RequestDelegate answer)
    {
        this.app = app;
        app.UseWebSockets();
        app.Run(context =>
        {
            Interlocked.Increment(ref requests);
            return answer(context);
        });
    }

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>Gets the number of requests that have come in.</summary>
    public int Requests => Volatile.Read(ref requests);

    public static async Task<UpstreamServer> StartAsync(RequestDelegate answer, HttpProtocols protocols = HttpProtocols.Http1, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var server = new UpstreamServer(builder.Build(), answer);
        await server.app.StartAsync();
        server.Url = new Uri(server.app.Urls.Single());
        return server;
    }

    /// <summary>Answers with who asked for what, and what was sent.</summary>
    public static async Task EchoAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var headers = context.Request.Headers;
        await context.Response.WriteAsync(
            $"{context.Request.Protocol}|{context.Request.Method}|{context.Request.Host}|{headers["X-Forwarded-For"]}|{headers["X-Forwarded-Proto"]}|{headers["X-Forwarded-Host"]}|{context.Request.Path}{context.Request.QueryString}|{await body.ReadToEndAsync()}");
    }

    /// <summary>Answers every request alike.</summary>
    public static RequestDelegate Say(string text) => async context =>
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        await context.Response.WriteAsync(text);
    };

    /// <summary>Answers every request alike, after a moment: under load there is always one in flight.</summary>
    public static RequestDelegate SayLater(string text) => async context =>
    {
        using var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        await moment.WaitForNextTickAsync(context.RequestAborted);
        await Say(text)(context);
    };

    /// <summary>The component that this server serves.</summary>
    public ReleaseComponent Component(string name = "web", bool http2 = false, int drain = 5) => ComponentAt(Url, name) with { Http2 = http2, DrainSeconds = drain };

    /// <summary>A component that is served at an address.</summary>
    public static ReleaseComponent ComponentAt(Uri url, string name = "web") => new()
    {
        Name = name,
        Kind = ComponentKind.Service,
        Upstream = url,
        InstanceCount = 2,
        DrainSeconds = 5,
    };

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
