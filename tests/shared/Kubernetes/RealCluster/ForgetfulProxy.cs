using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Pipelines.Kubernetes.Tests.RealCluster;

/// <summary>Stands before a real API server and asks it, for the first watches, for a version that it forgot long ago.</summary>
internal sealed class ForgetfulProxy : IAsyncDisposable
{
    private readonly k8s.Kubernetes client;
    private readonly WebApplication app;
    private int forget;

    private ForgetfulProxy(k8s.Kubernetes client, WebApplication app, int forget)
    {
        this.client = client;
        this.app = app;
        this.forget = forget;
    }

    public string Address => app.Urls.First();

    public static async Task<ForgetfulProxy> StartAsync(string kubeconfig, int forget)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        var built = builder.Build();
        var proxy = new ForgetfulProxy(new k8s.Kubernetes(k8s.KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig)), built, forget);
        built.Run(proxy.ForwardAsync);
        await built.StartAsync(TestContext.Current.CancellationToken);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
        client.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var query = context.Request.QueryString.Value ?? string.Empty;
        if (context.Request.Query.ContainsKey("watch") && Interlocked.Decrement(ref forget) >= 0)
        {
            query = query.Replace($"resourceVersion={context.Request.Query["resourceVersion"]}", "resourceVersion=1", StringComparison.Ordinal);
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(client.BaseUri, context.Request.Path.Value!.TrimStart('/') + query));
        using var response = await client.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        await context.Response.StartAsync(context.RequestAborted);
        try
        {
            await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The watcher went away.
        }
    }
}
