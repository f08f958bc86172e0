using Pipelines.Storage.Metrics;

namespace Pipelines.Activities.Metrics;

/// <summary>What pods use, from series that are labelled with them. The pods of a component are numbered in the order in which they were first seen, as long as they are there.</summary>
internal sealed class PodSeries
{
    private readonly Dictionary<string, IReadOnlyDictionary<long, double>> _cpu;
    private readonly Dictionary<string, IReadOnlyDictionary<long, double>> _memory;
    private readonly Dictionary<string, IReadOnlyDictionary<long, double>> _limit;
    private readonly Dictionary<string, IReadOnlyDictionary<long, double>> _restarts;
    private readonly List<(string Component, string Pod)> _pods;

    public PodSeries(IReadOnlyList<PrometheusSeries> cpu, IReadOnlyList<PrometheusSeries> memory, IReadOnlyList<PrometheusSeries> limit, IReadOnlyList<PrometheusSeries> restarts)
    {
        (_cpu, _memory, _limit, _restarts) = (ByPod(cpu), ByPod(memory), ByPod(limit), ByPod(restarts));
        _pods = [.. _cpu.Keys.Union(_memory.Keys)
            .Select(pod => (Component: PrometheusReader.ComponentOf(pod)!, Pod: pod, First: Math.Min(FirstOf(_cpu, pod), FirstOf(_memory, pod))))
            .OrderBy(pod => pod.First)
            .ThenBy(pod => pod.Pod, StringComparer.Ordinal)
            .Select(pod => (pod.Component, pod.Pod))];
    }

    public Dictionary<string, IReadOnlyList<InstanceSample>> At(long at) => _pods
        .Where(pod => Find(_cpu, pod.Pod, at) is not null || Find(_memory, pod.Pod, at) is not null)
        .GroupBy(pod => pod.Component, StringComparer.Ordinal)
        .ToDictionary(
            component => component.Key,
            IReadOnlyList<InstanceSample> (component) => [.. component.Select(pod => new InstanceSample(
                Find(_cpu, pod.Pod, at) is { } cpu ? Math.Round(cpu, 2) : null,
                (long?)Find(_memory, pod.Pod, at),
                (long?)Find(_limit, pod.Pod, at),
                (int)(Find(_restarts, pod.Pod, at) ?? 0)))],
            StringComparer.Ordinal);

    private static Dictionary<string, IReadOnlyDictionary<long, double>> ByPod(IReadOnlyList<PrometheusSeries> series) => series
        .Where(each => each.Labels.TryGetValue("pod", out var pod) && PrometheusReader.ComponentOf(pod) is not null)
        .GroupBy(each => each.Labels["pod"], StringComparer.Ordinal)
        .ToDictionary(each => each.Key, each => each.First().Values, StringComparer.Ordinal);

    private static long FirstOf(Dictionary<string, IReadOnlyDictionary<long, double>> series, string pod) =>
        series.TryGetValue(pod, out var values) && values.Count > 0 ? values.Keys.Min() : long.MaxValue;

    private static double? Find(Dictionary<string, IReadOnlyDictionary<long, double>> series, string pod, long at) =>
        series.TryGetValue(pod, out var values) && values.TryGetValue(at, out var value) ? value : null;
}
