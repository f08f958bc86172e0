using System.Net;

namespace Pipelines.Node.Destinations;

/// <summary>HTTP handlers that pass requests and answers on as they are.</summary>
internal static class ForwardingHandler
{
    // Below the five seconds after which common servers close an idle connection: never send on one that is just closing.
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    public static SocketsHttpHandler Create() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        PooledConnectionIdleTimeout = IdleTimeout,
        ConnectTimeout = ConnectTimeout,
        EnableMultipleHttp2Connections = true,
    };
}
