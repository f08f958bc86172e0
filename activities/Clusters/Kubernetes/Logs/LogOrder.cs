using System.Runtime.CompilerServices;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Logs;

/// <summary>Puts the lines of several instances into one order.</summary>
internal static class LogOrder
{
    /// <summary>Interleaves sources, each in the order of its times, by time. Holds one line of each.</summary>
    public static async IAsyncEnumerable<InstanceLogLine> MergeAsync(
        IReadOnlyList<IAsyncEnumerable<InstanceLogLine>> sources, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var open = new List<IAsyncEnumerator<InstanceLogLine>>();
        try
        {
            // Of equal times the earlier source first: lines of one instance keep their order.
            var heads = new PriorityQueue<int, (DateTimeOffset, int)>();
            foreach (var source in sources)
            {
                open.Add(source.GetAsyncEnumerator(cancellation));
                await AdvanceAsync(heads, open, open.Count - 1);
            }

            while (heads.TryDequeue(out var index, out _))
            {
                yield return open[index].Current;
                await AdvanceAsync(heads, open, index);
            }
        }
        finally
        {
            foreach (var source in open)
            {
                await source.DisposeAsync();
            }
        }
    }

    /// <summary>The last so many lines; all for null.</summary>
    public static IAsyncEnumerable<InstanceLogLine> TailAsync(this IAsyncEnumerable<InstanceLogLine> lines, int? count) =>
        count is { } last ? lines.TakeLast(last) : lines;

    private static async ValueTask AdvanceAsync(PriorityQueue<int, (DateTimeOffset, int)> heads, List<IAsyncEnumerator<InstanceLogLine>> open, int index)
    {
        if (await open[index].MoveNextAsync())
        {
            heads.Enqueue(index, (open[index].Current.Timestamp, index));
        }
    }
}
