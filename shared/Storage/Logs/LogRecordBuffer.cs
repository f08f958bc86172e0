using System.Buffers;

namespace Pipelines.Storage.Logs;

/// <summary>Turns chunks of a stored stream into records, within a fixed amount of memory.</summary>
internal sealed class LogRecordBuffer : IDisposable
{
    // Room for one chunk beside the beginning of the longest record.
    private readonly byte[] _bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _start;
    private int _end;
    private bool _skipping;

    /// <summary>Makes room and tells where to read the next bytes to; never empty once all records are taken.</summary>
    public Memory<byte> Free()
    {
        _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
        (_start, _end) = (0, _end - _start);
        if (_end == _bytes.Length)
        {
            // No record is so long: whatever this is, it ends at the next line feed.
            _skipping = true;
            _end = 0;
        }

        return _bytes.AsMemory(_end);
    }

    /// <summary>Tells how many bytes were read into <see cref="Free"/>.</summary>
    public void Filled(int count) => _end += count;

    /// <summary>Takes the next whole record; what is after the last line feed waits for more.</summary>
    public bool TryTake(out LogRecordKind kind, out LogLine line)
    {
        (kind, line) = (LogRecordKind.Damaged, default);
        var length = _bytes.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        if (length < 0)
        {
            return false;
        }

        if (!_skipping)
        {
            kind = LogRecord.Parse(_bytes.AsSpan(_start, length), out line);
        }

        _skipping = false;
        _start += length + 1;
        return true;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => (_start, _end, _skipping) = (0, 0, false);

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
}
