using System.Net;
using System.Net.Http.Headers;
using k8s;
using Pipelines.Kubernetes.Requests;

namespace Pipelines.Kubernetes.Connections;

/// <summary>Sends single requests to one API server.</summary>
internal sealed class ApiConnection : IDisposable
{
    private readonly k8s.Kubernetes client;
    private readonly string? serverName;

    /// <summary>Initializes a new instance of the <see cref="ApiConnection"/> class.</summary>
    /// <exception cref="k8s.Exceptions.KubeConfigException">The configuration cannot be used.</exception>
    public ApiConnection(KubernetesClientConfiguration configuration)
    {
        configuration.UserAgent = "pipelines";
        configuration.FirstMessageHandlerSetup += ConnectionConfiguration.NoticeDeadPeers;
        serverName = string.IsNullOrWhiteSpace(configuration.TlsServerName) ? null : configuration.TlsServerName;
        client = new k8s.Kubernetes(configuration);
    }

    /// <summary>Gets the address of the server.</summary>
    public Uri Server => client.BaseUri;

    /// <summary>Sends a request; returns as soon as the answer begins.</summary>
    /// <exception cref="CredentialException">There are no credentials to be had.</exception>
    public async Task<HttpResponseMessage> SendAsync(ApiRequest request, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(request.Method, new Uri(client.BaseUri, request.Path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };

        // The handler takes the server's name from here, as the official client has it.
        message.Headers.Host = serverName;
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(request.Accept));
        if (request.ContentType is { } type)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        }

        await ProveAsync(message, cancellation);
        return await SendAsync(message, request, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task ProveAsync(HttpRequestMessage message, CancellationToken cancellation)
    {
        try
        {
            await (client.Credentials?.ProcessHttpRequestAsync(message, cancellation) ?? Task.CompletedTask);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A file, a program or an identity provider: whatever it throws is no failure of the API server.
            throw new CredentialException(exception);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, ApiRequest request, CancellationToken cancellation)
    {
        var status = 0;
        try
        {
            var response = await client.HttpClient.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);
            status = (int)response.StatusCode;
            return response;
        }
        finally
        {
            KubernetesMetrics.Sent(request.Method, status, request.Body.Length);
        }
    }
}
