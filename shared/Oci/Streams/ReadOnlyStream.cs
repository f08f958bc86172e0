namespace Pipelines.Oci;

/// <summary>A stream that can only be read forward: what remains to be written is how a block is read, and what happened to it.</summary>
internal abstract class ReadOnlyStream(Stream source, bool leaveOpen = false) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The stream that is read.</summary>
    protected Stream Source { get; } = source;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        var allowed = buffer[..Allow(buffer.Length)];
        var read = Source.Read(allowed);
        Account(allowed[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        var allowed = buffer[..Allow(buffer.Length)];
        var read = await Source.ReadAsync(allowed, cancellationToken);
        Account(allowed.Span[..read]);
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        if (!leaveOpen)
        {
            await Source.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    /// <summary>How much of <paramref name="wanted"/> bytes may be read now.</summary>
    protected virtual int Allow(int wanted) => wanted;

    /// <summary>Takes note of what was read; an empty block is the end.</summary>
    protected abstract void Account(ReadOnlySpan<byte> block);

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen)
        {
            Source.Dispose();
        }

        base.Dispose(disposing);
    }
}
