using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pipelines.Activities.Clusters.Local;

namespace Pipelines.Activities.Tests.Clusters.Local;

/// <summary>A server on a node's socket that answers what a test wants, and can go away and come back.</summary>
internal sealed class FakeNode : IAsyncDisposable
{
    private WebApplication? server;

    public FakeNode()
    {
        Options = new LocalClusterOptions { DataDirectory = Directory.CreateTempSubdirectory("plc-").FullName, IngressUrl = new Uri("http://127.0.0.1:8088") };
        Cluster = new LocalCluster(Options, TimeProvider.System, NullLoggerFactory.Instance);
    }

    public LocalClusterOptions Options { get; }

    public LocalCluster Cluster { get; }

    public async Task StartAsync(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        var socket = Path.Combine(Options.DataDirectory, "node.sock");
        File.Delete(socket);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket));
        server = builder.Build();
        map(server);
        await server.StartAsync();
    }

    public async Task StopAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Cluster.Dispose();
        Directory.Delete(Options.DataDirectory, recursive: true);
    }
}
