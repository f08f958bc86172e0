using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using k8s;
using Pipelines.Kubernetes.PodExecs;
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

    /// <summary>Runs a program in a container.</summary>
    /// <exception cref="KubernetesException">The server refuses it, or cannot be reached.</exception>
    public async Task<ClientWebSocket> ExecAsync(PodExecQuery query, CancellationToken cancellation)
    {
        var path = PathOf(query);
        var what = $"run {query.Command[0]} in {query.Namespace}/{query.Pod}";
        var socket = new ClientWebSocket();
        try
        {
            using var proof = new HttpRequestMessage(HttpMethod.Get, new Uri(client.BaseUri, path));
            await ProveAsync(proof, cancellation);
            if (proof.Headers.Authorization is { } authorization)
            {
                socket.Options.SetRequestHeader("Authorization", authorization.ToString());
            }

            if (serverName is not null)
            {
                socket.Options.SetRequestHeader("Host", serverName);
            }

            socket.Options.AddSubProtocol(PodExec.Protocol);
            socket.Options.CollectHttpResponseDetails = true;
            var address = new UriBuilder(new Uri(client.BaseUri, path)) { Scheme = client.BaseUri.Scheme == Uri.UriSchemeHttps ? "wss" : "ws" }.Uri;
            await socket.ConnectAsync(address, client.HttpClient, cancellation);
            return socket;
        }
        catch (Exception exception)
        {
            var status = (int)socket.HttpStatusCode;
            socket.Dispose();
            throw exception is WebSocketException or HttpRequestException or CredentialException
                ? status is >= 400 and <= 599
                    ? new KubernetesException(status, null, $"{what}: HTTP {status}", [], exception)
                    : new KubernetesException(503, KubernetesException.Unreachable, $"{what}: {exception.Message}", [], exception)
                : exception;
        }
        finally
        {
            KubernetesMetrics.Sent(HttpMethod.Get, 0, 0);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private static string PathOf(PodExecQuery query)
    {
        var pods = new ResourceType(string.Empty, "v1", "Pod", "pods", true);
        (string, string?)[] parameters = [("container", query.Container), ("stdin", "true"), ("stdout", "true"), ("tty", "true"), .. query.Command.Select(word => ("command", (string?)word))];
        return ApiPath.WithQuery(ApiPath.Of(pods, query.Namespace, query.Pod, "exec"), parameters);
    }

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
