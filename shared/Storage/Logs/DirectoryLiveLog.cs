using Microsoft.Win32.SafeHandles;
using Pipelines.Storage.Files;

namespace Pipelines.Storage.Logs;

/// <summary>A stream in a file. Each line is handed to the system at once, so only a crash of the machine loses any that was not flushed.</summary>
internal sealed class DirectoryLiveLog(string stream, ContainedDirectory directory, LogStoreOptions options, TimeProvider time, LogSignals signals)
    : LiveLog(stream, options, time, signals)
{
    private readonly Lock _flushing = new();
    private SafeFileHandle? _file;
    private IOException? _failure;
    private bool _dirty;
    private bool _entryIsDurable;

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellation) => Task.Run(FlushInTurn, cancellation);

    /// <inheritdoc/>
    protected override Task<long> OpenCoreAsync(bool truncate, CancellationToken cancellation)
    {
        lock (Gate)
        {
            _file ??= OpenFile();
            Length = truncate ? 0 : TerminateTornRecord(_file);
            if (Length == 0)
            {
                StartAnew(_file);
            }

            return Task.FromResult(Length);
        }
    }

    /// <inheritdoc/>
    protected override Task<int> ReadCoreAsync(long offset, Memory<byte> destination, CancellationToken cancellation) =>
        Task.FromResult(RandomAccess.Read(_file!, destination.Span, offset));

    /// <inheritdoc/>
    protected override bool TryAppend(ReadOnlySpan<byte> records)
    {
        if (_file is null)
        {
            return false;
        }

        try
        {
            RandomAccess.Write(_file, records, Length);
            Length += records.Length;
            _dirty = true;
            return true;
        }
        catch (IOException failure)
        {
            _failure = failure;
            TakeBack(_file);
            return false;
        }
    }

    /// <inheritdoc/>
    protected override Task CloseCoreAsync()
    {
        Discard();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void Discard()
    {
        lock (Gate)
        {
            _file?.Dispose();
            _file = null;
            _dirty = false;
            _entryIsDurable = false;
        }
    }

    // A process that died while writing leaves a record without its end; what there is of it becomes a line of its own.
    private static long TerminateTornRecord(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        Span<byte> last = stackalloc byte[1];
        if (length > 0 && RandomAccess.Read(file, last, length - 1) == 1 && last[0] != (byte)'\n')
        {
            RandomAccess.Write(file, "\n"u8, length);
            length++;
        }

        return length;
    }

    private void StartAnew(SafeFileHandle file)
    {
        var header = LogRecord.Open(Time.GetUtcNow(), Guid.NewGuid().ToString("N"));
        RandomAccess.SetLength(file, 0);
        RandomAccess.Write(file, header, 0);
        Length = header.Length;
        _dirty = true;
    }

    private SafeFileHandle OpenFile()
    {
        var path = directory.PathOf(Stream);
        for (var attempt = 1; ; attempt++)
        {
            directory.EnsureDirectoryOf(path);
            try
            {
                using var opened = new FileStream(path, PrivateFile.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));
                return File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            }
            catch (Exception exception) when (exception is DirectoryNotFoundException or FileNotFoundException && attempt < 100)
            {
                // A deletion beside it pruned the directory just made.
            }
        }
    }

    // Whatever part of the record was written must not become the beginning of the next.
    private void TakeBack(SafeFileHandle file)
    {
        try
        {
            RandomAccess.SetLength(file, Length);
        }
        catch (IOException)
        {
            Length = RandomAccess.GetLength(file);
        }
    }

    // Whoever finds nothing left to flush may return only when the flush that took it has ended.
    private void FlushInTurn()
    {
        lock (_flushing)
        {
            Flush();
        }
    }

    private void Flush()
    {
        SafeFileHandle file;
        bool entryIsDurable;
        lock (Gate)
        {
            if (_failure is { } failure)
            {
                _failure = null;
                throw new IOException($"Lines of log '{Stream}' could not be stored: {failure.Message}", failure);
            }

            if (_file is null || !_dirty)
            {
                return;
            }

            (file, entryIsDurable) = (_file, _entryIsDurable);
            _dirty = false;
            _entryIsDurable = true;
        }

        try
        {
            RandomAccess.FlushToDisk(file);
            if (!entryIsDurable)
            {
                DirectorySync.Flush(Path.GetDirectoryName(directory.PathOf(Stream))!);
            }
        }
        catch (Exception exception) when (exception is ObjectDisposedException || !File.Exists(directory.PathOf(Stream)))
        {
            // Deleted meanwhile: nothing is left to become durable.
            return;
        }
        catch (IOException)
        {
            lock (Gate)
            {
                _dirty = true;
                _entryIsDurable = false;
            }

            throw;
        }

        StorageMetrics.Committed("logs");
    }
}
