using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Logging;
using Pipelines.Storage.AzureStorage;

namespace Pipelines.Storage.Logs;

/// <summary>
/// A stream in an append blob. Lines gather in a bounded buffer, readable at once, and are sent in blocks; a blob has at
/// most 50,000, so the blocks become rarer as it grows.
/// </summary>
internal sealed partial class AzureLiveLog(string stream, AzureContainer container, LogStoreOptions options, TimeProvider time, LogSignals signals, ILogger logger)
    : LiveLog(stream, options, time, signals), IDisposable
{
    private const int MaximumPending = 8 * 1024 * 1024;
    private const int MaximumBlock = 4 * 1024 * 1024;
    private const int SendAtOnce = 256 * 1024;
    private const int BlocksPerExtraSecond = 1000;

    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ArrayQueue _pending = new(MaximumPending);
    private AppendBlobClient? _blob;
    private ITimer? _timer;
    private bool _scheduled;
    private string _generation = "";
    private long _committed;
    private int _blocks;
    private IOException? _failure;

    /// <summary>Reads what is not sent yet.</summary>
    /// <returns>False when the blob has to be asked.</returns>
    public bool TryRead(string? generation, long offset, Memory<byte> destination, out LogChunk chunk)
    {
        lock (Gate)
        {
            chunk = new LogChunk(_generation, 0, Length);
            if (_blob is null || _failure is not null)
            {
                return false;
            }

            if ((generation is not null && generation != _generation) || destination.IsEmpty)
            {
                return true;
            }

            if (offset < _committed)
            {
                return false;
            }

            chunk = chunk with { Count = _pending.Peek((int)Math.Min(offset - _committed, _pending.Count), destination.Span) };
            return true;
        }
    }

    /// <inheritdoc/>
    public override async Task FlushAsync(CancellationToken cancellation)
    {
        try
        {
            while (await SendAsync(cancellation))
            {
                // One block after the other.
            }
        }
        catch (RequestFailedException failure)
        {
            throw new IOException($"Lines of log '{Stream}' could not be stored: {failure.ErrorCode ?? failure.Message}", failure);
        }

        ThrowIfTakenOver();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        _sending.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task<long> OpenCoreAsync(bool truncate, CancellationToken cancellation)
    {
        await _sending.WaitAsync(cancellation);
        try
        {
            var blob = (await container.GetAsync(cancellation)).GetAppendBlobClient(Stream);
            var (generation, length, blocks) = await FindAsync(blob, truncate, cancellation);
            lock (Gate)
            {
                (_blob, _generation, _committed, _blocks, _failure) = (blob, generation, length, blocks, null);
                _pending.Clear();
                Length = length;
                _timer ??= Time.CreateTimer(static log => _ = ((AzureLiveLog)log!).SendInBackgroundAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            return length;
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <inheritdoc/>
    protected override async Task<int> ReadCoreAsync(long offset, Memory<byte> destination, CancellationToken cancellation) =>
        destination.IsEmpty ? 0 : (await AzureLogSource.DownloadAsync(_blob!, _generation, offset, destination, cancellation)).Count;

    /// <inheritdoc/>
    protected override bool TryAppend(ReadOnlySpan<byte> records)
    {
        if (_blob is null || _failure is not null || !_pending.TryEnqueue(records))
        {
            return false;
        }

        Length += records.Length;
        if (!_scheduled || _pending.Count >= SendAtOnce)
        {
            _scheduled = true;
            var delay = TimeSpan.FromSeconds(1 + (_blocks / BlocksPerExtraSecond));
            _timer!.Change(_pending.Count >= SendAtOnce ? TimeSpan.Zero : delay, Timeout.InfiniteTimeSpan);
        }

        return true;
    }

    /// <inheritdoc/>
    protected override async Task CloseCoreAsync()
    {
        try
        {
            await FlushAsync(CancellationToken.None);
        }
        catch (IOException failure)
        {
            LogLinesLost(logger, failure, Stream);
        }

        Discard();
    }

    /// <inheritdoc/>
    protected override void Discard()
    {
        lock (Gate)
        {
            _timer?.Dispose();
            _timer = null;
            _blob = null;
            _scheduled = false;
            _pending.Clear();
        }
    }

    private static async Task<(string Generation, long Length, int Blocks)> FindAsync(AppendBlobClient blob, bool truncate, CancellationToken cancellation)
    {
        var generation = Guid.NewGuid().ToString("N");
        var options = new AppendBlobCreateOptions
        {
            Conditions = truncate ? null : new AppendBlobRequestConditions { IfNoneMatch = ETag.All },
            HttpHeaders = new BlobHttpHeaders { ContentType = "text/plain; charset=utf-8" },
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [AzureLogSource.Generation] = generation },
        };
        try
        {
            await blob.CreateAsync(options, cancellation);
            StorageMetrics.Committed("logs");
            return (generation, 0, 0);
        }
        catch (RequestFailedException failure) when (!truncate && (failure.Status == 412 || failure.ErrorCode == BlobErrorCode.BlobAlreadyExists))
        {
            var properties = (await blob.GetPropertiesAsync(cancellationToken: cancellation)).Value;
            return (AzureLogSource.GenerationOf(properties.Metadata), properties.ContentLength, properties.BlobCommittedBlockCount);
        }
    }

    private async Task SendInBackgroundAsync()
    {
        try
        {
            while (await SendAsync(CancellationToken.None))
            {
                // One block after the other.
            }
        }
        catch (Exception failure)
        {
            LogSendingFailed(logger, failure, Stream);
            Reschedule();
        }
    }

    private void Reschedule()
    {
        lock (Gate)
        {
            _scheduled = true;
            _timer?.Change(TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        }
    }

    // Sends one block; false when there was nothing to send.
    private async Task<bool> SendAsync(CancellationToken cancellation)
    {
        await _sending.WaitAsync(cancellation);
        try
        {
            AppendBlobClient? blob;
            byte[] block;
            lock (Gate)
            {
                _scheduled = false;
                (blob, block) = (_blob, _pending.PeekRecords(MaximumBlock));
            }

            if (blob is null || block.Length == 0)
            {
                return false;
            }

            if (!await AppendAsync(blob, block, cancellation))
            {
                TakenOver();
                return false;
            }

            lock (Gate)
            {
                _pending.Dequeue(block.Length);
                _committed += block.Length;
                _blocks++;
            }

            StorageMetrics.Committed("logs");
            return true;
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task<bool> AppendAsync(AppendBlobClient blob, byte[] block, CancellationToken cancellation)
    {
        using var content = new MemoryStream(block, writable: false);
        var append = new AppendBlobAppendBlockOptions { Conditions = new AppendBlobRequestConditions { IfAppendPositionEqual = _committed } };
        try
        {
            await blob.AppendBlockAsync(content, append, cancellation);
            return true;
        }
        catch (RequestFailedException failure) when (failure.Status is 404 or 412 || failure.ErrorCode == BlobErrorCode.BlockCountExceedsLimit)
        {
            return failure.Status == 412 && await IsOwnBlockAsync(blob, block.Length, cancellation);
        }
    }

    // The client repeats a request whose answer got lost; its own first try then makes the condition fail.
    private async Task<bool> IsOwnBlockAsync(AppendBlobClient blob, int length, CancellationToken cancellation)
    {
        var properties = (await blob.GetPropertiesAsync(cancellationToken: cancellation)).Value;
        return AzureLogSource.GenerationOf(properties.Metadata) == _generation && properties.ContentLength == _committed + length;
    }

    // Another process has completed the stream, started it anew or deleted it: this one's writers are of the past.
    private void TakenOver()
    {
        lock (Gate)
        {
            _failure = new IOException($"Log '{Stream}' is full, or another process has completed, restarted or deleted it; later lines of this one are not kept.");
            _pending.Clear();
        }
    }

    private void ThrowIfTakenOver()
    {
        lock (Gate)
        {
            if (_failure is not null)
            {
                throw _failure;
            }
        }
    }
}
