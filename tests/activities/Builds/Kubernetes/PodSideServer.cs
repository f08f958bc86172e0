using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pipelines.Activities.Builds.Kubernetes.Sources;
using Pipelines.Storage.Blobs;
using Pipelines.TestClusters;

namespace Pipelines.Activities.Tests.Builds.Kubernetes;

/// <summary>What pods reach of this process, on the address that the node has in the pods' own network: sources, a gate, and the way to the registry.</summary>
internal sealed class PodSideServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly PodSideForwarder registry;

    private PodSideServer(WebApplication app, PodSideForwarder registry) => (this.app, this.registry) = (app, registry);

    public Uri Url => new(app.Urls.Single());

    public string RegistryHost => registry.Host;

    public static async Task<PodSideServer> StartAsync(IPAddress address, string registry, SourceGrants grants, IBlobStore blobs, Gate gate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://{address}:0");
        var server = builder.Build();
        server.MapGet("/builds/sources/{token}", (string token) => SourceAsync(grants, blobs, token));
        server.MapGet("/gate", (HttpContext context) => gate.PassAsync(context.RequestAborted));
        await server.StartAsync();
        return new(server, PodSideForwarder.Start(address, registry));
    }

    public async ValueTask DisposeAsync()
    {
        registry.Dispose();
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private static async Task<IResult> SourceAsync(SourceGrants grants, IBlobStore blobs, string token) =>
        grants.Verify(token) is { } blob && await blobs.OpenReadAsync(blob) is { } content ? TypedResults.Stream(content) : TypedResults.StatusCode(StatusCodes.Status403Forbidden);
}
