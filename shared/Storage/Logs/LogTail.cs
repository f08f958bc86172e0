using System.Buffers;

namespace Pipelines.Storage.Logs;

/// <summary>Finds where the last lines of a stream begin by reading it backwards.</summary>
internal static class LogTail
{
    private const int Block = 64 * 1024;

    // Beyond a block's end so many bytes are needed to tell what a record that starts in it is.
    private const int Overlap = LogRecord.TimestampLength + 1;

    /// <summary>Finds the position of the last lines.</summary>
    /// <returns>The position of the first of them, and the generation it is valid for.</returns>
    public static async ValueTask<(string? Generation, long Offset)> FindAsync(ILogSource source, int lines, CancellationToken cancellation)
    {
        var (generation, _, length) = await source.ReadAsync(null, 0, Memory<byte>.Empty, cancellation);
        var bytes = ArrayPool<byte>.Shared.Rent(Block + Overlap);
        try
        {
            var scan = new LogTailScan(lines);
            for (var end = length; end > 0;)
            {
                var start = Math.Max(0, end - Block);
                var wanted = (int)Math.Min(end - start + Overlap, length - start);
                var count = await FillAsync(source, generation, start, bytes.AsMemory(0, wanted), cancellation);
                if (count < end - start)
                {
                    // It starts anew just now: so does the reader.
                    return (null, 0);
                }

                if (scan.Find(bytes.AsSpan(0, count), (int)(end - start)) is { } found)
                {
                    return (generation, start + found);
                }

                end = start;
            }

            return (generation, 0);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static async ValueTask<int> FillAsync(ILogSource source, string? generation, long offset, Memory<byte> destination, CancellationToken cancellation)
    {
        var count = 0;
        while (count < destination.Length)
        {
            var chunk = await source.ReadAsync(generation, offset + count, destination[count..], cancellation);
            if (chunk.Count == 0 || chunk.Generation != generation)
            {
                break;
            }

            count += chunk.Count;
        }

        return count;
    }
}
