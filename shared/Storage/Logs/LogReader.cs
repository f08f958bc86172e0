using System.Runtime.CompilerServices;

namespace Pipelines.Storage.Logs;

/// <summary>Reads the lines of a stream out of its stored bytes, at the reader's own pace.</summary>
internal static class LogReader
{
    /// <summary>Reads the lines that are there.</summary>
    public static IAsyncEnumerable<LogLine> ReadAsync(ILogSource source, int? tail, CancellationToken cancellation) =>
        ReadAsync(source, tail, null, cancellation);

    /// <summary>Reads the lines that are there and those to come, until the stream is complete.</summary>
    public static async IAsyncEnumerable<LogLine> FollowAsync(ILogSource source, int? tail, LogSignals signals, string stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var signal = signals.Join(stream);
        try
        {
            await foreach (var line in ReadAsync(source, tail, signal, cancellation))
            {
                yield return line;
            }
        }
        finally
        {
            signals.Leave(stream, signal);
        }
    }

    private static async IAsyncEnumerable<LogLine> ReadAsync(ILogSource source, int? tail, LogSignal? signal, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var buffer = new LogRecordBuffer();
        string? generation = null;
        long offset = 0;
        var last = LogRecordKind.Damaged;
        if (tail is { } lines)
        {
            (generation, offset) = await LogTail.FindAsync(source, lines, cancellation);
            last = generation is null ? last : await LastKindAsync(source, generation, offset, cancellation);
        }

        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var changed = signal?.Changed;
            var chunk = await source.ReadAsync(generation, offset, buffer.Free(), cancellation);
            if (generation is not null && chunk.Generation != generation)
            {
                // Started anew, or deleted: what comes is another log from its start.
                buffer.Clear();
                (generation, offset, last) = (null, 0, LogRecordKind.Damaged);
                continue;
            }

            generation = chunk.Generation;
            if (chunk.Count > 0)
            {
                offset += chunk.Count;
                buffer.Filled(chunk.Count);
                while (buffer.TryTake(out var kind, out var line))
                {
                    last = kind;
                    if (kind == LogRecordKind.Line)
                    {
                        yield return line;
                    }
                }
            }
            else if (changed is null || last == LogRecordKind.Complete)
            {
                yield break;
            }
            else
            {
                await changed.WaitAsync(cancellation);
            }
        }
    }

    // A follower of no earlier lines starts behind the record that may have completed the stream.
    private static async ValueTask<LogRecordKind> LastKindAsync(ILogSource source, string generation, long offset, CancellationToken cancellation)
    {
        var start = Math.Max(0, offset - 128);
        var bytes = new byte[offset - start];
        var chunk = await source.ReadAsync(generation, start, bytes, cancellation);
        return LogRecord.ParseEnd(bytes.AsSpan(0, chunk.Count)).Last;
    }
}
