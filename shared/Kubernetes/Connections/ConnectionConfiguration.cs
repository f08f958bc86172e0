using System.Net.Sockets;
using k8s;
using k8s.Exceptions;

namespace Pipelines.Kubernetes.Connections;

/// <summary>Finds out which cluster is meant.</summary>
internal static class ConnectionConfiguration
{
    /// <summary>Finds out.</summary>
    /// <exception cref="KubeConfigException">What is configured cannot be used, or nothing is.</exception>
    public static KubernetesClientConfiguration Load(KubernetesConnectionOptions options)
    {
        if (options.Kubeconfig is null && options.Context is null && KubernetesClientConfiguration.IsInCluster())
        {
            return KubernetesClientConfiguration.InClusterConfig();
        }

        var files = options.Kubeconfig ?? Environment.GetEnvironmentVariable("KUBECONFIG");
        if (string.IsNullOrEmpty(files))
        {
            files = File.Exists(KubernetesClientConfiguration.KubeConfigDefaultLocation)
                ? KubernetesClientConfiguration.KubeConfigDefaultLocation
                : throw new KubeConfigException("No cluster is configured: set Pipelines:Kubernetes:Kubeconfig.");
        }

        return KubernetesClientConfiguration.BuildConfigFromConfigObject(KubeconfigFiles.Load(files), options.Context);
    }

    /// <summary>Has connections notice soon when the other side is gone.</summary>
    public static void NoticeDeadPeers(SocketsHttpHandler handler)
    {
        handler.AllowAutoRedirect = false;
        handler.ConnectTimeout = TimeSpan.FromSeconds(15);
        handler.KeepAlivePingDelay = TimeSpan.FromSeconds(20);
        handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(15);
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(15);
        handler.ConnectCallback = ConnectAsync;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // For HTTP/1.1, which has no pings of its own.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
