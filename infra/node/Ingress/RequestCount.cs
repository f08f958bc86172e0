using Pipelines.Clusters;

namespace Pipelines.Node.Ingress;

/// <summary>A counter of requests.</summary>
internal sealed class RequestCount
{
    private readonly long[] buckets = new long[LatencyBuckets.Count];
    private long requests;
    private long bytes;
    private long ticks;

    public long Requests => Interlocked.Read(ref requests);

    /// <summary>Gets the bytes of the answers' bodies.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Gets the time all of them took together.</summary>
    public TimeSpan Duration => TimeSpan.FromTicks(Interlocked.Read(ref ticks));

    /// <summary>Gets the requests by the time they took.</summary>
    public long[] Buckets => [.. Enumerable.Range(0, buckets.Length).Select(index => Interlocked.Read(ref buckets[index]))];

    public void Add(long sent, TimeSpan took)
    {
        Interlocked.Increment(ref buckets[LatencyBuckets.IndexOf(took)]);
        Interlocked.Increment(ref requests);
        Interlocked.Add(ref bytes, sent);
        Interlocked.Add(ref ticks, took.Ticks);
    }
}
