using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Pipelines.Functions.Metrics;

/// <summary>All series of one instrument, whichever assembly declares it.</summary>
internal sealed class MetricFamily
{
    // More sets of labels than that are a mistake of whoever measures, and must not fill the memory.
    private const int MaximumSeries = 1000;
    private static readonly double[] s_seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600];
    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);

    public MetricFamily(Instrument instrument)
    {
        Kind = KindOf(instrument);
        Name = NameOf(instrument, Kind);
        Help = instrument.Description ?? "";
        Boundaries = Kind == MetricKind.Histogram ? BoundariesOf(instrument) : [];
    }

    public string Name { get; }

    public string Help { get; }

    public MetricKind Kind { get; }

    /// <summary>Gets the upper bounds of a histogram's buckets but the last.</summary>
    public double[] Boundaries { get; }

    public IEnumerable<MetricSeries> Series => _series.Values.OrderBy(series => series.Labels, StringComparer.Ordinal);

    /// <summary>The name that Prometheus knows an instrument by: its unit and, for what only grows, <c>_total</c> appended.</summary>
    public static string NameOf(Instrument instrument, MetricKind kind)
    {
        var name = Clean(instrument.Name);
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            _ => "",
        };
        name = name.EndsWith(unit, StringComparison.Ordinal) ? name : name + unit;
        return kind is MetricKind.Counter or MetricKind.ObservedCounter ? name + "_total" : name;
    }

    public void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = LabelsOf(tags);
        if (_series.TryGetValue(labels, out var series) || _series.Count < MaximumSeries)
        {
            series ??= _series.GetOrAdd(labels, key => new MetricSeries(key, Boundaries));
            series.Measure(Kind, value);
        }
    }

    private static MetricKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        return type == typeof(Counter<>) ? MetricKind.Counter
            : type == typeof(UpDownCounter<>) ? MetricKind.UpDown
            : type == typeof(ObservableCounter<>) ? MetricKind.ObservedCounter
            : type == typeof(Histogram<>) ? MetricKind.Histogram
            : MetricKind.Gauge;
    }

    private static double[] BoundariesOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { Count: > 0 } told } => [.. told],
        Histogram<long> { Advice.HistogramBucketBoundaries: { Count: > 0 } told } => [.. told.Select(bound => (double)bound)],
        _ => s_seconds,
    };

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            _ = labels.Append(labels.Length > 0 ? "," : "").Append(Clean(name)).Append("=\"").Append(Escape(value?.ToString() ?? "")).Append('"');
        }

        return labels.ToString();
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Clean(string name) => string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
}
