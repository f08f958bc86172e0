using System.Buffers;
using System.IO.Pipelines;

namespace Pipelines.Kubernetes.Requests;

/// <summary>Reads lines of a stream as they come, bounded. While nothing comes, it holds no buffer.</summary>
/// <param name="stream">The stream; closed with the reader.</param>
/// <param name="maximum">How many bytes of a line are read.</param>
/// <param name="cuts">Whether longer lines are cut; else they are an error.</param>
internal sealed class LineReader(Stream stream, int maximum, bool cuts) : IAsyncDisposable
{
    private readonly PipeReader reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16 * 1024, minimumReadSize: 4 * 1024, useZeroByteReads: true));
    private SequencePosition? taken;
    private bool skipping;

    /// <summary>Reads the next line. It is valid until the next call.</summary>
    /// <param name="cancellation">Cancels reading.</param>
    /// <returns>Null at the end. What follows the last line break counts as a line only where lines are cut.</returns>
    /// <exception cref="AnswerTooLargeException">The line is too long.</exception>
    public async ValueTask<ReadOnlySequence<byte>?> ReadAsync(CancellationToken cancellation)
    {
        Forget();
        long seen = 0;
        while (true)
        {
            var result = await reader.ReadAsync(cancellation);
            var buffer = Skip(result.Buffer);
            if (!skipping && buffer.Slice(Math.Min(seen, buffer.Length)).PositionOf((byte)'\n') is { } end)
            {
                Take(buffer, buffer.GetPosition(1, end));
                return Bounded(buffer.Slice(0, end));
            }

            if (buffer.Length > maximum)
            {
                skipping = true;
                Take(buffer, buffer.End);
                return Bounded(buffer);
            }

            if (result.IsCompleted)
            {
                Take(buffer, buffer.End);
                return cuts && !buffer.IsEmpty ? buffer : null;
            }

            seen = buffer.Length;
            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => reader.CompleteAsync();

    private void Forget()
    {
        if (taken is { } position)
        {
            reader.AdvanceTo(position);
            taken = null;
        }
    }

    private void Take(ReadOnlySequence<byte> buffer, SequencePosition end)
    {
        KubernetesMetrics.Received(buffer.Slice(0, end).Length);
        taken = end;
    }

    // The rest of a line that was cut is passed over.
    private ReadOnlySequence<byte> Skip(ReadOnlySequence<byte> buffer)
    {
        if (!skipping)
        {
            return buffer;
        }

        if (buffer.PositionOf((byte)'\n') is not { } end)
        {
            KubernetesMetrics.Received(buffer.Length);
            return buffer.Slice(buffer.End);
        }

        skipping = false;
        var rest = buffer.Slice(buffer.GetPosition(1, end));
        KubernetesMetrics.Received(buffer.Length - rest.Length);
        return rest;
    }

    private ReadOnlySequence<byte> Bounded(ReadOnlySequence<byte> line)
    {
        if (line.Length <= maximum)
        {
            return line;
        }

        return cuts ? line.Slice(0, maximum) : throw new AnswerTooLargeException(maximum);
    }
}
