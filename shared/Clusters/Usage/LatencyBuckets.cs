namespace Pipelines.Clusters;

/// <summary>How the durations of requests are counted.</summary>
public static class LatencyBuckets
{
    /// <summary>How many buckets there are: one for each bound, and one for what takes longer than all of them.</summary>
    public const int Count = 12;

    /// <summary>How many classes of status there are: 1xx to 5xx.</summary>
    public const int Classes = 5;

    /// <summary>Gets the upper bounds of the buckets but the last, milliseconds; a bound belongs to its bucket. Istio counts by the same ones.</summary>
    public static IReadOnlyList<double> Bounds { get; } = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000];

    /// <summary>Finds the bucket of a duration.</summary>
    public static int IndexOf(TimeSpan duration)
    {
        var index = 0;
        while (index < Bounds.Count && duration.TotalMilliseconds > Bounds[index])
        {
            index++;
        }

        return index;
    }
}
