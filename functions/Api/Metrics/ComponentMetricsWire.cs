namespace Pipelines.Functions.Api.Metrics;

/// <summary>What was measured of a component: one figure a time.</summary>
public sealed record ComponentMetricsWire
{
    /// <summary>Gets its name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets how many instances ran.</summary>
    public required IReadOnlyList<int?> Instances { get; init; }

    /// <summary>Gets the processor use of the instances on average, percent of their limit.</summary>
    public required IReadOnlyList<double?> CpuPercent { get; init; }

    /// <summary>Gets the processor use of the busiest instance.</summary>
    public required IReadOnlyList<double?> CpuPercentHighest { get; init; }

    /// <summary>Gets the memory use of the instances on average, percent of their limit.</summary>
    public required IReadOnlyList<double?> MemoryPercent { get; init; }

    /// <summary>Gets the memory that all instances use together, bytes.</summary>
    public required IReadOnlyList<long?> MemoryBytes { get; init; }

    /// <summary>Gets how often instances were restarted within the step.</summary>
    public required IReadOnlyList<int?> Restarts { get; init; }

    /// <summary>Gets the requests by class of status within the step, null where none were counted: <c>2xx</c>, <c>3xx</c>, <c>4xx</c>, <c>5xx</c>; 1xx count as 2xx.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<long?>> Requests { get; init; }

    /// <summary>Gets the durations, milliseconds, that a part of the requests kept below: <c>p50</c>, <c>p95</c>, <c>p99</c>.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<double?>> Latency { get; init; }
}
