using System.Diagnostics.Metrics;

namespace Pipelines.Kubernetes;

/// <summary>Counts what is asked of clusters (meter <c>Pipelines.Kubernetes</c>).</summary>
public static class KubernetesMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Pipelines.Kubernetes";

    /// <summary>The counter of requests, repeated ones included; tags <c>method</c>, and <c>status</c>, which is 0 without an answer.</summary>
    public const string RequestsName = "pipelines.kubernetes.requests";

    /// <summary>The counter of bytes of request bodies.</summary>
    public const string SentName = "pipelines.kubernetes.sent";

    /// <summary>The counter of bytes of response bodies.</summary>
    public const string ReceivedName = "pipelines.kubernetes.received";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Requests = Meter.CreateCounter<long>(RequestsName, "{request}", "Requests sent to API servers, repeated ones included");
    private static readonly Counter<long> SentBytes = Meter.CreateCounter<long>(SentName, "By", "Bytes of request bodies");
    private static readonly Counter<long> ReceivedBytes = Meter.CreateCounter<long>(ReceivedName, "By", "Bytes of response bodies");

    /// <summary>Counts a request.</summary>
    /// <param name="method">Its HTTP method.</param>
    /// <param name="status">The HTTP status of the answer; 0 for none.</param>
    /// <param name="bytes">The size of its body.</param>
    internal static void Sent(HttpMethod method, int status, int bytes)
    {
        Requests.Add(1, new KeyValuePair<string, object?>("method", method.Method), new KeyValuePair<string, object?>("status", status));
        SentBytes.Add(bytes);
    }

    /// <summary>Counts received bytes.</summary>
    internal static void Received(long bytes) => ReceivedBytes.Add(bytes);
}
