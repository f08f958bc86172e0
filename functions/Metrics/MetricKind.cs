namespace Pipelines.Functions.Metrics;

/// <summary>How measurements of an instrument add up.</summary>
internal enum MetricKind
{
    /// <summary>Measurements are added; never less.</summary>
    Counter,

    /// <summary>Measurements are added; may become less.</summary>
    UpDown,

    /// <summary>A measurement is the sum so far; never less.</summary>
    ObservedCounter,

    /// <summary>A measurement is the value at its time.</summary>
    Gauge,

    /// <summary>Measurements are counted by size.</summary>
    Histogram,
}
