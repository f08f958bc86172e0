using System.Net;
using System.Net.Sockets;
using Pipelines.Clusters;
using Pipelines.Node.Networks;
using Pipelines.Node.State;

namespace Pipelines.Node.Instances;

/// <summary>Asks instances how they are, as a component's health check says.</summary>
internal sealed class HealthChecker : IDisposable
{
    private readonly InstanceConnector connector;
    private readonly NamespaceThread namespaces;
    private readonly NodeNames names;
    private readonly HttpMessageInvoker client;

    public HealthChecker(InstanceConnector connector, NamespaceThread namespaces, NodeNames names)
    {
        this.connector = connector;
        this.namespaces = namespaces;
        this.names = names;

        // A fresh connection each time: the check is about the instance, not about a connection it once accepted.
        var handler = connector.CreateHandler();
        handler.PooledConnectionLifetime = TimeSpan.Zero;
        handler.ConnectTimeout = Timeout.InfiniteTimeSpan;
        client = new HttpMessageInvoker(handler);
    }

    /// <summary>Checks once.</summary>
    /// <returns>Null when healthy, else what was wrong.</returns>
    public async Task<string?> CheckAsync(HealthProbe probe, InstanceRecord instance, ReleaseComponent component, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(probe.TimeoutSeconds));
        try
        {
            return probe.HttpPath is { } path
                ? await AskAsync(probe.Port, path, instance, component.Http2, limit.Token)
                : await ConnectAsync(probe.Port, instance, component, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"no answer within {probe.TimeoutSeconds} s";
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException or IOException)
        {
            return exception.InnerException is SocketException inner ? Describe(inner, probe.Port) : exception is SocketException socket ? Describe(socket, probe.Port) : exception.Message;
        }
    }

    /// <summary>Says what a person can do about an instance that nobody can reach; null when nothing is known.</summary>
    public async Task<string?> ExplainAsync(HealthProbe probe, InstanceRecord instance)
    {
        if (instance.Namespace is not { } name)
        {
            return null;
        }

        try
        {
            var ports = await namespaces.RunAsync(AppNetwork.PathOf(name), ListeningPort.Read);
            if (ports.Any(each => each.Port == probe.Port && !each.LoopbackOnly))
            {
                return null;
            }

            return ports.Any(each => each.Port == probe.Port)
                ? $"It listens on 127.0.0.1:{probe.Port} only: make it listen on 0.0.0.0:{probe.Port}."
                : ports.Count > 0
                    ? $"It listens on port {string.Join(", ", ports.Select(each => each.Port).Distinct().Order())}, not on {probe.Port}: listen on $PORT or set http_port."
                    : $"It listens on no port: {probe.Port} is expected.";
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => client.Dispose();

    private static string Describe(SocketException exception, int port) =>
        exception.SocketErrorCode == SocketError.ConnectionRefused ? $"nothing accepts connections on port {port}" : exception.Message;

    private async Task<string?> AskAsync(int port, string path, InstanceRecord instance, bool http2, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://localhost:{port}{(path.StartsWith('/') ? path : "/" + path)}"));
        request.Options.Set(InstanceConnector.Target, instance);
        request.Headers.TryAddWithoutValidation("User-Agent", "pipelines-health-check");
        if (http2)
        {
            request.Version = HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        }

        using var response = await client.SendAsync(request, cancellation);
        return (int)response.StatusCode is >= 200 and < 400 ? null : $"GET {path} answered {(int)response.StatusCode}";
    }

    private async Task<string?> ConnectAsync(int port, InstanceRecord instance, ReleaseComponent component, CancellationToken cancellation)
    {
        using var socket = await connector.ConnectAsync(instance, port, component.HttpPort, cancellation);
        return null;
    }
}
