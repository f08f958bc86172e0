namespace Pipelines.Functions.Api.Metrics;

/// <summary>What was measured of an app, by columns: the figures of a component have as many places as there are times, null where nothing is known.</summary>
public sealed record AppMetricsWire
{
    /// <summary>Gets the beginning of the range.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Gets its end.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Gets the seconds that each figure covers.</summary>
    public required int StepSeconds { get; init; }

    /// <summary>Gets where the figures come from: <c>platform</c> or <c>prometheus</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Gets the ends of the steps that have figures, unix seconds.</summary>
    public required IReadOnlyList<long> Times { get; init; }

    /// <summary>Gets the components; none where nothing was measured.</summary>
    public required IReadOnlyList<ComponentMetricsWire> Components { get; init; }
}
