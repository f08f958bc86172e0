namespace Pipelines.Benchmarks.Measurements;

/// <summary>Measured values of one thing.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];

    public int Count => _values.Count;

    public double First => _values[0];

    public double Min => _values.Min();

    public double Max => _values.Max();

    public double Median => Percentile(50);

    public void Add(double value) => _values.Add(value);

    /// <summary>The value that <paramref name="percent"/> of the values do not exceed (nearest rank).</summary>
    public double Percentile(double percent)
    {
        var sorted = _values.Order().ToList();
        return sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * sorted.Count) - 1, 0, sorted.Count - 1)];
    }
}
