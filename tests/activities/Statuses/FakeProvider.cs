using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Pipelines.Activities.Tests.Statuses;

/// <summary>A server that takes what it is sent, and answers as a test says.</summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeProvider(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public ConcurrentQueue<(string Path, IHeaderDictionary Headers, JsonNode Body)> Requests { get; } = [];

    public Func<HttpContext, Task> Answer { get; set; } = context =>
    {
        context.Response.StatusCode = 201;
        return context.Response.WriteAsync("{}");
    };

    public static async Task<FakeProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        var app = builder.Build();
        var provider = new FakeProvider(app);
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(async context =>
        {
            // As it came: GitLab's paths have encoded slashes.
            var path = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
            provider.Requests.Enqueue((path, new HeaderDictionary(context.Request.Headers.ToDictionary()), (await JsonNode.ParseAsync(context.Request.Body))!));
            await provider.Answer(context);
        });
        await app.StartAsync();
        return provider;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
