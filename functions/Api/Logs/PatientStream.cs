using Microsoft.AspNetCore.Http;

namespace Pipelines.Functions.Api.Logs;

/// <summary>
/// The body of an answer whose reader may be slow, but must take something now and then: the connection of one that takes
/// nothing for too long is dropped. (The server's own least rate counts what was sent quickly before, for hours.)
/// </summary>
/// <param name="http">The request.</param>
/// <param name="patience">How long the reader may take nothing.</param>
/// <param name="time">The clock.</param>
internal sealed class PatientStream(HttpContext http, TimeSpan patience, TimeProvider time) : Stream
{
    private readonly Stream _body = http.Response.Body;

    /// <summary>Gets a value indicating whether the connection was dropped.</summary>
    public bool IsCut { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var written = _body.WriteAsync(buffer, cancellationToken);
        return written.IsCompleted ? written : new ValueTask(TakenAsync(written.AsTask()));
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        var flushed = _body.FlushAsync(cancellationToken);
        return flushed.IsCompleted ? flushed : TakenAsync(flushed);
    }

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task TakenAsync(Task taken)
    {
        try
        {
            await taken.WaitAsync(patience, time);
        }
        catch (TimeoutException exceeded) when (!taken.IsCompleted)
        {
            IsCut = true;
            http.Abort();
            await taken.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new OperationCanceledException("the reader of the log took nothing for too long", exceeded);
        }
    }
}
