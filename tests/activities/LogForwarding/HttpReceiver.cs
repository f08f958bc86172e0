using System.IO.Compression;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Pipelines.Activities.Tests.LogForwarding;

/// <summary>A real HTTPS server that takes logs, or does not.</summary>
internal sealed class HttpReceiver : IAsyncDisposable
{
    private readonly Channel<Received> _received = Channel.CreateUnbounded<Received>();
    private readonly WebApplication _app;

    private HttpReceiver(WebApplication app) => _app = app;

    /// <summary>Gets or sets the answer to a body; 200 unless told otherwise.</summary>
    public Func<string, (int Status, string Body)> OnBody { get; set; } = _ => (200, "{}");

    public Uri Address { get; private set; } = null!;

    public static async Task<HttpReceiver> StartAsync(TestAuthority? authority)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (authority is not null)
            {
                listen.UseHttps(authority.Certificate);
            }
        }));
        var app = builder.Build();
        var receiver = new HttpReceiver(app);
        app.Run(receiver.TakeAsync);
        await app.StartAsync();
        var bound = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        receiver.Address = new UriBuilder(bound) { Host = "localhost" }.Uri;
        return receiver;
    }

    public async Task<Received> NextAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        return await _received.Reader.ReadAsync(limit.Token);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        context.Request.Headers.ContentEncoding.ToString().ShouldBe("gzip");
        await using var gzip = new GZipStream(context.Request.Body, CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        var body = await reader.ReadToEndAsync();
        var (status, answer) = OnBody(body);
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(answer);
        if (status < 300)
        {
            _ = _received.Writer.TryWrite(new Received(context.Request.Path, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body));
        }
    }

    /// <summary>A body that was taken.</summary>
    internal sealed record Received(string Path, IReadOnlyDictionary<string, string> Headers, string Body);
}
