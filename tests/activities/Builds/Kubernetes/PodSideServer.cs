using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pipelines.Activities.Builds.Kubernetes.Sources;
using Pipelines.Storage.Blobs;

namespace Pipelines.Activities.Tests.Builds.Kubernetes;

/// <summary>What pods reach of this process, on the address that the node has in the pods' own network: sources, a gate, and the way to the registry.</summary>
internal sealed class PodSideServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TcpListener registry;
    private readonly CancellationTokenSource end = new();
    private readonly Task forwarding;

    private PodSideServer(WebApplication app, TcpListener registry, string target)
    {
        this.app = app;
        this.registry = registry;
        forwarding = ForwardAsync(target);
    }

    public Uri Url => new(app.Urls.Single());

    public string RegistryHost => registry.LocalEndpoint.ToString()!;

    public static async Task<PodSideServer> StartAsync(IPAddress address, string registry, SourceGrants grants, IBlobStore blobs, Gate gate)
    {
        var listener = new TcpListener(address, 0);
        try
        {
            listener.Start();
        }
        catch (SocketException)
        {
            Assert.Skip($"pods cannot reach this process: it cannot listen on the node's address {address}");
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://{address}:0");
        var server = builder.Build();
        server.MapGet("/builds/sources/{token}", (string token) => SourceAsync(grants, blobs, token));
        server.MapGet("/gate", (HttpContext context) => gate.PassAsync(context.RequestAborted));
        await server.StartAsync();
        return new(server, listener, registry);
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        registry.Stop();
        await forwarding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
        end.Dispose();
    }

    private static async Task<IResult> SourceAsync(SourceGrants grants, IBlobStore blobs, string token) =>
        grants.Verify(token) is { } blob && await blobs.OpenReadAsync(blob) is { } content ? TypedResults.Stream(content) : TypedResults.StatusCode(StatusCodes.Status403Forbidden);

    private async Task ForwardAsync(string target)
    {
        while (!end.IsCancellationRequested)
        {
            _ = ForwardAsync(await registry.AcceptTcpClientAsync(end.Token), target);
        }
    }

    private async Task ForwardAsync(TcpClient near, string target)
    {
        using (near)
        {
            using var far = new TcpClient();
            try
            {
                await far.ConnectAsync(IPEndPoint.Parse(target), end.Token);
                await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream(), end.Token), far.GetStream().CopyToAsync(near.GetStream(), end.Token));
            }
            catch (Exception problem) when (problem is IOException or SocketException or OperationCanceledException)
            {
                // One side has gone.
            }
        }
    }
}
