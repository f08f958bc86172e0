using System.Collections.Concurrent;
using Pipelines.Clusters;
using Pipelines.Node.Instances;

namespace Pipelines.Node.Runtimes;

/// <summary>Measures how much of their limits instances use.</summary>
internal sealed class UsageSampler(NodeRuntime runtime, TimeProvider time)
{
    private static readonly TimeSpan ShortestSpan = TimeSpan.FromMilliseconds(100);
    private readonly ConcurrentDictionary<string, ProcessorSample> samples = new();

    /// <summary>The status of an instance; processor use is since the last call, or since its start.</summary>
    public InstanceStatus StatusOf(Instance instance)
    {
        var record = instance.Record;
        var cgroup = runtime.Cgroups?.Of(record.Id);
        return new InstanceStatus(
            record.ReleaseId,
            record.Component,
            record.Kind,
            record.Name,
            instance.Ready,
            record.StartedAt,
            record.Restarts,
            cgroup?.ProcessorTime() is { } used ? CpuPercent(record, used, instance.Component.CpuMillicores) : null,
            cgroup?.MemoryBytes() is { } bytes ? Percent(bytes, instance.Component.MemoryBytes) : null);
    }

    /// <summary>What an instance has used so far; who asks again compares.</summary>
    public InstanceUsage UsageOf(Instance instance)
    {
        var record = instance.Record;
        var cgroup = runtime.Cgroups?.Of(record.Id);
        return new InstanceUsage
        {
            AppId = record.AppId,
            Component = record.Component,
            Kind = record.Kind,
            Name = record.Name,
            StartedAt = record.StartedAt,
            Restarts = record.Restarts,
            ProcessorTime = cgroup?.ProcessorTime(),
            CpuMillicores = instance.Component.CpuMillicores,
            MemoryBytes = cgroup?.MemoryBytes(),
            MemoryLimitBytes = instance.Component.MemoryBytes,
        };
    }

    private double? CpuPercent(InstanceRecord record, TimeSpan used, int millicores)
    {
        var now = new ProcessorSample(time.GetUtcNow(), used);
        var before = samples.TryGetValue(record.ContainerId, out var sample) ? sample : new ProcessorSample(record.StartedAt, TimeSpan.Zero);
        if (now.At - before.At < ShortestSpan)
        {
            return null;
        }

        samples[record.ContainerId] = now;
        return Percent((now.Used - before.Used).TotalMilliseconds, (now.At - before.At).TotalMilliseconds * millicores / 1000);
    }

    private static double Percent(double part, double whole) => Math.Round(100 * part / Math.Max(whole, 1), 2);
}
