namespace Pipelines.Storage.Metrics;

/// <summary>Makes one sample of several that follow each other: averages of what is used, sums of what was answered, the last of what only grows.</summary>
internal sealed class SampleMerge
{
    private readonly SortedDictionary<string, List<ComponentSample>> _components = new(StringComparer.Ordinal);

    public void Add(IReadOnlyList<ComponentSample> components)
    {
        foreach (var component in components)
        {
            if (!_components.TryGetValue(component.Component, out var samples))
            {
                _components[component.Component] = samples = [];
            }

            samples.Add(component);
        }
    }

    public IReadOnlyList<ComponentSample> ToComponents() => [.. _components.Select(each => Merge(each.Key, each.Value))];

    private static ComponentSample Merge(string name, List<ComponentSample> samples)
    {
        var most = samples.Max(sample => sample.Instances.Count);
        var requests = samples.Select(sample => sample.Requests).OfType<RequestSample>().ToList();
        return new ComponentSample(
            name,
            [.. Enumerable.Range(0, most).Select(number => Merge([.. samples.Where(sample => sample.Instances.Count > number).Select(sample => sample.Instances[number])]))],
            requests.Count == 0 ? null : requests.Aggregate((one, other) => one.Plus(other)));
    }

    private static InstanceSample Merge(List<InstanceSample> samples) => new(
        samples.Average(sample => sample.CpuPercent),
        (long?)samples.Average(sample => sample.MemoryBytes),
        samples[^1].MemoryLimitBytes,
        samples[^1].Restarts);
}
