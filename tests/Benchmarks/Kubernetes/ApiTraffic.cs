using System.Diagnostics.Metrics;
using Pipelines.Kubernetes;

namespace Pipelines.Benchmarks.Kubernetes;

/// <summary>Counts what is asked of a cluster's API while it lives.</summary>
internal sealed class ApiTraffic : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _requests;
    private long _sent;
    private long _received;

    public ApiTraffic()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == KubernetesMetrics.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _ = instrument.Name switch
        {
            KubernetesMetrics.RequestsName => Interlocked.Add(ref _requests, value),
            KubernetesMetrics.SentName => Interlocked.Add(ref _sent, value),
            KubernetesMetrics.ReceivedName => Interlocked.Add(ref _received, value),
            _ => 0,
        });
        _listener.Start();
    }

    public long Requests => Interlocked.Read(ref _requests);

    public double SentKiB => Interlocked.Read(ref _sent) / 1024.0;

    public double ReceivedKiB => Interlocked.Read(ref _received) / 1024.0;

    public void Dispose() => _listener.Dispose();
}
