using System.Net;
using Pipelines.Node.Destinations;
using Pipelines.Node.Instances;
using Pipelines.Node.Releases;
using Yarp.ReverseProxy.Forwarder;

namespace Pipelines.Node.Ingress;

/// <summary>Passes requests on to what answers them, and on again where that is safe and the first has not.</summary>
internal sealed class RequestForwarder(IHttpForwarder forwarder, InstanceConnector connector, TrustedProxies proxies, TimeProvider time) : IDisposable
{
    private const int Attempts = 3;

    private static readonly TimeSpan ActivityTimeout = TimeSpan.FromMinutes(30);

    // What refuses in its first moment, or behind a balancer that is just learning of a change, does not refuse for long.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private static readonly ForwarderRequestConfig Http1 = new() { ActivityTimeout = ActivityTimeout, Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
    private static readonly ForwarderRequestConfig Http2 = new() { ActivityTimeout = ActivityTimeout, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

    private readonly HttpMessageInvoker instances = new(connector.CreateHandler());

    /// <summary>Passes a request on.</summary>
    /// <param name="context">The request.</param>
    /// <param name="component">What is to answer.</param>
    /// <param name="standby">The same component of the release before; null for none.</param>
    /// <param name="path">The path that the destination sees.</param>
    /// <param name="isCurrent">Tells whether the release still has the traffic.</param>
    /// <returns>False, with nothing answered yet, where it does not answer and the traffic has gone to another release.</returns>
    public async Task<bool> TryForwardAsync(HttpContext context, NodeComponent component, NodeComponent? standby, string path, Func<bool> isCurrent)
    {
        IDestination? refused = null;
        for (var attempt = 1; ; attempt++)
        {
            // While a new release is on probation the one before it still runs: no visitor need see the new one crash. Else
            // the one that refused is better than none: it may be its very first moment.
            var destination = component.Enter(refused) ?? standby?.Enter(refused) ?? component.Enter();
            if (destination is null)
            {
                return isCurrent() && await RefuseAsync(context);
            }

            try
            {
                var error = await SendAsync(context, destination, path);
                if (error == ForwarderError.None || context.Response.HasStarted)
                {
                    return true;
                }

                if (!CanRepeat(context, error) || (attempt == Attempts && isCurrent()))
                {
                    await ErrorPages.BadGatewayAsync(context, context.Response.StatusCode);
                    return true;
                }
            }
            finally
            {
                destination.Gate.Leave();
            }

            context.Response.Clear();
            if (!isCurrent())
            {
                return false;
            }

            if (destination == refused)
            {
                await Task.Delay(Pause, time, context.RequestAborted);
            }

            refused = destination;
        }
    }

    public void Dispose() => instances.Dispose();

    private static async Task<bool> RefuseAsync(HttpContext context)
    {
        await ErrorPages.UnavailableAsync(context);
        return true;
    }

    private ValueTask<ForwarderError> SendAsync(HttpContext context, IDestination destination, string path)
    {
        var config = destination.Component.Http2 ? Http2 : Http1;
        if (destination is Upstream upstream)
        {
            return forwarder.SendAsync(context, upstream.Address, upstream.Client, config, new RequestTransformer(proxies, path), upstream.Ended);
        }

        // The host part keeps connections of different instances apart in the client's pool.
        var instance = ((Instance)destination).Record;
        var address = $"http://r{instance.Attempt}.{instance.Id}:{destination.Component.HttpPort}";
        return forwarder.SendAsync(context, address, instances, config, new RequestTransformer(proxies, path, instance));
    }

    /// <summary>Whether a failed request did certainly not reach the app, or may reach it twice.</summary>
    private static bool CanRepeat(HttpContext context, ForwarderError error)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            return false;
        }

        var exception = context.GetForwarderErrorFeature()?.Exception;
        if (IsNotConnected(exception))
        {
            return true;
        }

        // Cancelled while the visitor still waits: the time to drain was over.
        var method = context.Request.Method;
        return error is ForwarderError.Request or ForwarderError.RequestCanceled
            && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method));
    }

    // The handler reports an attempt to connect that took too long as a cancellation with this cause, and nothing else so.
    private static bool IsNotConnected(Exception? exception) => exception
        is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError }
        or OperationCanceledException { InnerException: TimeoutException };
}
