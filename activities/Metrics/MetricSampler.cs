using Microsoft.Extensions.Logging;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Storage.Metrics;

namespace Pipelines.Activities.Metrics;

/// <summary>
/// Takes a sample of all apps: one look at the cluster, one write. What the cluster counts without end is compared with
/// the look before, so that after a start the first sample has no requests. It remembers no more than one look.
/// </summary>
/// <param name="cluster">Where apps run.</param>
/// <param name="store">Keeps the samples.</param>
/// <param name="options">The configuration.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Logs.</param>
public sealed partial class MetricSampler(ICluster cluster, MetricStore store, MetricOptions options, TimeProvider time, ILogger<MetricSampler> logger) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private Dictionary<(string App, string Instance), (DateTimeOffset At, TimeSpan Used)> _processors = [];
    private Dictionary<(string App, string Component), RequestUsage>? _requests;
    private DateTimeOffset _last;

    /// <summary>Takes a sample; within a step of the finest resolution the second does nothing.</summary>
    public async Task SampleAsync(CancellationToken cancellation = default)
    {
        if (cluster is not IUsageMeter meter)
        {
            return;
        }

        await _turn.WaitAsync(cancellation);
        try
        {
            var at = MetricStore.StepOf(time.GetUtcNow());
            if (at > _last && await MeasureAsync(meter, cancellation) is { Count: > 0 } samples)
            {
                store.Write(at, samples);
                _last = at;
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The next look is in a minute: a gap is what it is.
            LogFailed(exception);
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<Dictionary<string, IReadOnlyList<ComponentSample>>> MeasureAsync(IUsageMeter meter, CancellationToken cancellation)
    {
        var instances = options.Prometheus is null ? await meter.MeasureInstancesAsync(cancellation) : [];
        var requests = await meter.MeasureRequestsAsync(cancellation);
        var used = Sample(instances);
        var answered = requests is null ? [] : Sample(requests);
        return used.Keys.Union(answered.Keys)
            .Where(key => Guid.TryParse(key.App, out _))
            .GroupBy(key => key.App, StringComparer.Ordinal)
            .ToDictionary(
                app => app.Key,
                IReadOnlyList<ComponentSample> (app) => [.. app
                    .OrderBy(key => key.Component, StringComparer.Ordinal)
                    .Select(key => new ComponentSample(key.Component, used.GetValueOrDefault(key) ?? [], answered.GetValueOrDefault(key)))],
                StringComparer.Ordinal);
    }

    private Dictionary<(string App, string Component), IReadOnlyList<InstanceSample>> Sample(IReadOnlyList<InstanceUsage> instances)
    {
        var now = time.GetUtcNow();
        var before = _processors;
        _processors = instances.Where(instance => instance.ProcessorTime is not null).GroupBy(KeyOf).ToDictionary(each => each.Key, each => (now, each.First().ProcessorTime!.Value));
        return instances.Where(instance => instance.Kind != ComponentKind.Job).GroupBy(instance => (instance.AppId, instance.Component)).ToDictionary(
            component => component.Key,
            IReadOnlyList<InstanceSample> (component) => [.. component
                .OrderBy(instance => instance.StartedAt)
                .ThenBy(instance => instance.Name, StringComparer.Ordinal)
                .Select(instance => new InstanceSample(CpuPercent(instance, before, now), instance.MemoryBytes, instance.MemoryLimitBytes, instance.Restarts))]);
    }

    private static (string App, string Instance) KeyOf(InstanceUsage instance) => (instance.AppId, instance.Name);

    private static double? CpuPercent(InstanceUsage instance, Dictionary<(string App, string Instance), (DateTimeOffset At, TimeSpan Used)> before, DateTimeOffset now)
    {
        if (instance.ProcessorTime is not { } used || instance.CpuMillicores <= 0)
        {
            return instance.CpuPercent;
        }

        // One that was not there before, or whose count began anew, has used all since its start.
        var since = before.TryGetValue(KeyOf(instance), out var sample) && sample.Used <= used ? sample : (At: instance.StartedAt, Used: TimeSpan.Zero);
        var elapsed = (now - since.At).TotalSeconds;
        return elapsed <= 0 ? null : Math.Round(100 * (used - since.Used).TotalSeconds / (elapsed * instance.CpuMillicores / 1000), 2);
    }

    private Dictionary<(string App, string Component), RequestSample> Sample(IReadOnlyList<RequestUsage> requests)
    {
        var before = _requests;
        _requests = requests.GroupBy(each => (each.AppId, each.Component)).ToDictionary(each => each.Key, each => each.First());
        return before is null ? [] : _requests.ToDictionary(each => each.Key, each => Since(before.GetValueOrDefault(each.Key), each.Value));
    }

    private static RequestSample Since(RequestUsage? before, RequestUsage now)
    {
        // Counters that are less than they were have begun anew: all is new.
        var counted = before is null || before.Classes.Sum() > now.Classes.Sum() ? null : before;
        return new RequestSample(
            Less(now.Classes, counted?.Classes, LatencyBuckets.Classes),
            Less(now.Buckets, counted?.Buckets, LatencyBuckets.Count),
            Math.Max(0, (now.Duration - (counted?.Duration ?? TimeSpan.Zero)).TotalMilliseconds));
    }

    private static long[] Less(IReadOnlyList<long> now, IReadOnlyList<long>? before, int count) =>
        [.. Enumerable.Range(0, count).Select(i => Math.Max(0, now.ElementAtOrDefault(i) - (before?.ElementAtOrDefault(i) ?? 0)))];

    [LoggerMessage(Level = LogLevel.Warning, Message = "What apps use could not be measured")]
    private partial void LogFailed(Exception exception);
}
