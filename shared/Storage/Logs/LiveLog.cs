namespace Pipelines.Storage.Logs;

/// <summary>
/// A stream this process writes: splits, cuts, dates and limits lines, and keeps writers of an earlier opening out. Where
/// the bytes go is its subclass's.
/// </summary>
internal abstract class LiveLog(string stream, LogStoreOptions options, TimeProvider time, LogSignals signals)
{
    // Room that lines leave below the limit for the records that tell of it and complete the stream.
    private const int Reserve = 1024;

    // Enough of a stream's end to find out whether it was complete or limited: only short records follow either.
    private const int EndLength = 32 * 1024;

    private readonly byte[] _record = new byte[LogRecord.MaximumLength];
    private int _epoch;
    private bool _open;
    private bool _completed;
    private bool _limited;
    private long _dropped;

    /// <summary>Gets the stream's name.</summary>
    public string Stream { get; } = stream;

    /// <summary>Gets the clock.</summary>
    protected TimeProvider Time { get; } = time;

    /// <summary>Gets the lock of all that a writer's call touches.</summary>
    protected Lock Gate { get; } = new();

    /// <summary>Gets or sets the stream's length, bytes; guarded by <see cref="Gate"/>.</summary>
    protected long Length { get; set; }

    /// <summary>Opens the stream, or joins its present opening. Never called concurrently.</summary>
    /// <returns>The epoch under which the opener may write.</returns>
    public async Task<int> OpenAsync(bool truncate, CancellationToken cancellation)
    {
        if (truncate || !_open)
        {
            lock (Gate)
            {
                _epoch += truncate ? 1 : 0;
            }

            var length = await OpenCoreAsync(truncate, cancellation);
            var (last, limited) = await ReadEndAsync(length, cancellation);
            lock (Gate)
            {
                _open = true;
                _dropped = 0;
                _completed = last == LogRecordKind.Complete;
                _limited = limited;
            }

            signals.Pulse(Stream);
        }

        return _epoch;
    }

    /// <summary>Appends the lines of a text.</summary>
    public void Write(int epoch, ReadOnlySpan<char> text)
    {
        text = TrimLineBreak(text);
        lock (Gate)
        {
            var now = Time.GetUtcNow();
            while (epoch == _epoch && !_limited)
            {
                var end = text.IndexOfAny('\r', '\n');
                WriteLine(now, end < 0 ? text : text[..end]);
                if (end < 0)
                {
                    break;
                }

                text = text[(end + (text[end..].StartsWith("\r\n") ? 2 : 1))..];
            }
        }

        signals.Pulse(Stream);
    }

    /// <summary>Completes the stream unless it is complete, and waits until that is durable.</summary>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        lock (Gate)
        {
            _epoch++;
            _completed = _completed || TryAppend(LogRecord.Complete(Time.GetUtcNow()));
        }

        signals.Pulse(Stream);
        await FlushAsync(cancellation);
    }

    /// <summary>Gives the stream up because it is being deleted: what its writers still write goes nowhere.</summary>
    public void Abandon()
    {
        lock (Gate)
        {
            _epoch++;
            _open = false;
        }

        Discard();
    }

    /// <summary>Flushes and closes the stream; it can be opened again.</summary>
    public async Task CloseAsync()
    {
        _open = false;
        await CloseCoreAsync();
    }

    /// <summary>Waits until all that was appended is durable.</summary>
    /// <exception cref="IOException">Some of it could not be stored.</exception>
    public abstract Task FlushAsync(CancellationToken cancellation);

    /// <summary>Opens or makes what stores the stream.</summary>
    /// <returns>Its length, bytes.</returns>
    protected abstract Task<long> OpenCoreAsync(bool truncate, CancellationToken cancellation);

    /// <summary>Reads what is stored.</summary>
    protected abstract Task<int> ReadCoreAsync(long offset, Memory<byte> destination, CancellationToken cancellation);

    /// <summary>Appends records as a whole, or not at all; called within <see cref="Gate"/> and never waits for a reader.</summary>
    /// <returns>False when there is no room.</returns>
    protected abstract bool TryAppend(ReadOnlySpan<byte> records);

    /// <summary>Closes what stores the stream.</summary>
    protected abstract Task CloseCoreAsync();

    /// <summary>Throws away what is not stored yet.</summary>
    protected abstract void Discard();

    private static ReadOnlySpan<char> TrimLineBreak(ReadOnlySpan<char> text) =>
        text.EndsWith("\r\n") ? text[..^2] : text is [.., '\n' or '\r'] ? text[..^1] : text;

    private async Task<(LogRecordKind Last, bool Limited)> ReadEndAsync(long length, CancellationToken cancellation)
    {
        var end = new byte[Math.Min(length, EndLength)];
        var count = await ReadCoreAsync(length - end.Length, end, cancellation);
        return LogRecord.ParseEnd(end.AsSpan(0, count));
    }

    private void WriteLine(DateTimeOffset now, ReadOnlySpan<char> line)
    {
        var length = LogRecord.WriteLine(_record, now, line);
        if (Length + length > options.MaximumStreamBytes - Reserve)
        {
            _limited = TryAppend(LogRecord.Limit(now, options.MaximumStreamBytes));
        }
        else if (TryTellDropped(now) && TryAppend(_record.AsSpan(0, length)))
        {
            _completed = false;
        }
        else
        {
            _dropped++;
        }
    }

    private bool TryTellDropped(DateTimeOffset now)
    {
        if (_dropped > 0)
        {
            Span<byte> record = new byte[LogRecord.MaximumLength];
            var length = LogRecord.WriteLine(record, now, $"{_dropped} lines are missing here: the log storage could not take them.");
            if (!TryAppend(record[..length]))
            {
                return false;
            }

            _dropped = 0;
        }

        return true;
    }
}
