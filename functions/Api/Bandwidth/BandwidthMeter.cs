using Microsoft.Azure.Functions.Worker;
using Pipelines.Clusters;
using Pipelines.Deployments;

namespace Pipelines.Functions.Api.Bandwidth;

/// <summary>Reads every minute what apps have sent, where the cluster counts it.</summary>
/// <param name="cluster">Where apps run.</param>
/// <param name="apps">The apps.</param>
/// <param name="store">Keeps it by day.</param>
/// <param name="time">The clock.</param>
public sealed class BandwidthMeter(ICluster cluster, AppStore apps, BandwidthStore store, TimeProvider time)
{
    /// <summary>Reads the counters.</summary>
    [Function("MeasureBandwidth")]
    public async Task MeasureAsync([TimerTrigger("30 * * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken cancellation)
    {
        if (cluster is not ITrafficCounters counters)
        {
            return;
        }

        var day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        foreach (var (name, sent) in await counters.ReadSentBytesAsync(cancellation))
        {
            if (await apps.FindNameAsync(name, cancellation) is { } holder)
            {
                await store.RecordAsync(holder.AppId, sent, day, cancellation);
            }
        }
    }
}
