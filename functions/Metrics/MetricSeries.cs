namespace Pipelines.Functions.Metrics;

/// <summary>What was measured under one set of labels.</summary>
internal sealed class MetricSeries
{
    private readonly Lock _lock = new();
    private readonly double[] _boundaries;
    private readonly long[] _buckets;
    private long _count;
    private double _value;

    public MetricSeries(string labels, double[] boundaries)
    {
        Labels = labels;
        _boundaries = boundaries;
        _buckets = new long[boundaries.Length + 1];
    }

    /// <summary>Gets the labels as they are written: <c>a="b",c="d"</c>.</summary>
    public string Labels { get; }

    /// <summary>Takes a measurement.</summary>
    public void Measure(MetricKind kind, double value)
    {
        lock (_lock)
        {
            if (kind == MetricKind.Histogram)
            {
                var bucket = Array.BinarySearch(_boundaries, value);
                _buckets[bucket < 0 ? ~bucket : bucket]++;
                _count++;
            }

            _value = kind is MetricKind.Counter or MetricKind.UpDown or MetricKind.Histogram ? _value + value : value;
        }
    }

    /// <summary>Takes what was measured so far: the sum or last value, the count, and the counts of the buckets, not added up.</summary>
    public (double Value, long Count, long[] Buckets) Read()
    {
        lock (_lock)
        {
            return (_value, _count, [.. _buckets]);
        }
    }
}
