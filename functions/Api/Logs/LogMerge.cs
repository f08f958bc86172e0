using System.Runtime.CompilerServices;

namespace Pipelines.Functions.Api.Logs;

/// <summary>
/// Merges the streams of several components into one, in the order of time. A stream that has nothing at the moment holds
/// the others up for a moment only.
/// </summary>
/// <param name="sources">The streams.</param>
/// <param name="isOver">For streams that are followed: whether whoever writes them has finished, so that one nobody ever wrote does not keep its reader waiting.</param>
/// <param name="time">The clock.</param>
internal sealed class LogMerge(IReadOnlyList<LogSource> sources, Func<CancellationToken, Task<bool>> isOver, TimeProvider time)
{
    private static readonly TimeSpan s_orderPatience = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_endPatience = TimeSpan.FromSeconds(1);

    /// <summary>Reads the lines until all streams have ended.</summary>
    public async IAsyncEnumerable<ShownLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var cursors = sources.Select(source => new LogCursor(source.Component, source.Read(stop.Token).GetAsyncEnumerator(stop.Token))).ToList();
        try
        {
            while (await NextAsync(cursors, cancellation) is { } line)
            {
                yield return line;
            }
        }
        finally
        {
            await stop.CancelAsync();
            foreach (var cursor in cursors)
            {
                await cursor.DisposeAsync();
            }
        }
    }

    private async Task<ShownLine?> NextAsync(List<LogCursor> cursors, CancellationToken cancellation)
    {
        var wasOver = false;
        while (true)
        {
            foreach (var cursor in cursors)
            {
                await cursor.AdvanceAsync();
            }

            var ready = cursors.Where(cursor => cursor.Line is not null).MinBy(cursor => cursor.Line!.Value.Timestamp);
            var waits = cursors.Where(cursor => cursor.Pending is not null && (ready is null || !cursor.IsIdle)).ToList();
            if (waits.Count == 0)
            {
                return ready?.Take();
            }

            if (await AnyAsync(waits, ready is null ? s_endPatience : s_orderPatience, cancellation))
            {
                continue;
            }

            waits.ForEach(cursor => cursor.MarkIdle());
            if (ready is null)
            {
                // Asked twice: what was written just before the end is read in between.
                if (wasOver)
                {
                    return null;
                }

                wasOver = await isOver(cancellation);
            }
        }
    }

    private async Task<bool> AnyAsync(List<LogCursor> cursors, TimeSpan patience, CancellationToken cancellation)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var timer = Task.Delay(patience, time, enough.Token);
        var first = await Task.WhenAny([timer, .. cursors.Select(cursor => cursor.Pending!)]);
        await enough.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        return first != timer;
    }
}
