namespace Pipelines.Storage.Metrics;

/// <summary>What was answered for a component within a step.</summary>
/// <param name="Classes">Answers by class of status, 1xx to 5xx.</param>
/// <param name="Buckets">Answers by the time they took, by the bounds of whoever counted; the last bucket has no bound.</param>
/// <param name="Milliseconds">The time that all took together.</param>
public sealed record RequestSample(IReadOnlyList<long> Classes, IReadOnlyList<long> Buckets, double Milliseconds)
{
    /// <summary>Gets how many there were.</summary>
    public long Total => Classes.Sum();

    /// <summary>Adds up two of one component.</summary>
    public RequestSample Plus(RequestSample other) => new(Add(Classes, other.Classes), Add(Buckets, other.Buckets), Milliseconds + other.Milliseconds);

    /// <summary>Tells within which time a part of all was answered, as Prometheus does: within a bucket times are taken to be spread evenly.</summary>
    /// <param name="part">The part, above 0 to 1.</param>
    /// <param name="bounds">The upper bounds of the buckets but the last, milliseconds.</param>
    /// <returns>Milliseconds, at most the last bound; null when nothing was answered.</returns>
    public double? Quantile(double part, IReadOnlyList<double> bounds)
    {
        var total = Buckets.Sum();
        if (total == 0)
        {
            return null;
        }

        var rank = part * total;
        long below = 0;
        for (var i = 0; i < bounds.Count && i < Buckets.Count; i++)
        {
            if (Buckets[i] > 0 && below + Buckets[i] >= rank)
            {
                var lower = i == 0 ? 0 : bounds[i - 1];
                return Math.Round(lower + ((bounds[i] - lower) * (rank - below) / Buckets[i]), 2);
            }

            below += Buckets[i];
        }

        return bounds[^1];
    }

    private static long[] Add(IReadOnlyList<long> one, IReadOnlyList<long> other) =>
        [.. Enumerable.Range(0, Math.Max(one.Count, other.Count)).Select(i => (i < one.Count ? one[i] : 0) + (i < other.Count ? other[i] : 0))];
}
