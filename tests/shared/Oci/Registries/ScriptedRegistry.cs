using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Pipelines.Oci.Tests;

/// <summary>A server that answers as a test says: for what no real registry can be made to do.</summary>
internal sealed class ScriptedRegistry : IAsyncDisposable
{
    private readonly WebApplication app;

    private ScriptedRegistry(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<KestrelServerOptions>(options => options.Limits.MaxRequestBodySize = null);
        app = builder.Build();
        app.Run(async context =>
        {
            Requests.Enqueue($"{context.Request.Method} {context.Request.Path} {context.Request.Headers.Authorization}".Trim());
            await answer(context);
        });
    }

    public ConcurrentQueue<string> Requests { get; } = new();

    public string Address => new Uri(app.Urls.First()).Authority;

    public static async Task<ScriptedRegistry> StartAsync(RequestDelegate answer)
    {
        var registry = new ScriptedRegistry(answer);
        await registry.app.StartAsync();
        return registry;
    }

    public RegistryClient Connect(TimeProvider? timeProvider = null, RegistryCredentials? credentials = null, int chunkSize = 1000) =>
        new(new RegistryOptions { Registry = Address, Credentials = credentials, ChunkSize = chunkSize }, timeProvider: timeProvider ?? new ImpatientTimeProvider());

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
