using Pipelines.Storage.Files;

namespace Pipelines.Storage.Logs;

/// <summary>
/// Log streams as files below one directory, readable by a person. Followers in this process are woken at each line;
/// those in another look at the file four times a second.
/// </summary>
public sealed class DirectoryLogStore : ILogStore
{
    private static readonly TimeSpan DefaultPollInterval = TimeSpan.FromMilliseconds(250);
    private readonly ContainedDirectory _directory;
    private readonly LogSignals _signals;
    private readonly LiveLogs<DirectoryLiveLog> _live;

    /// <summary>Initializes a new instance of the <see cref="DirectoryLogStore"/> class.</summary>
    /// <param name="root">The directory; made with mode 0700 where it is missing.</param>
    /// <param name="time">The clock that dates lines.</param>
    /// <param name="options">The limits, or null for the defaults.</param>
    /// <exception cref="IOException">The directory cannot be made.</exception>
    public DirectoryLogStore(string root, TimeProvider time, LogStoreOptions? options = null)
    {
        options ??= new LogStoreOptions();
        _directory = new ContainedDirectory(root);
        _signals = new LogSignals(time, options.PollInterval ?? DefaultPollInterval);
        _live = new LiveLogs<DirectoryLiveLog>(stream => new DirectoryLiveLog(stream, _directory, options, time, _signals));
    }

    /// <inheritdoc/>
    public Task<ILogWriter> OpenWriteAsync(string stream, bool truncate, CancellationToken cancellation = default)
    {
        StorageName.ValidateBlob(stream);
        return _live.OpenAsync(stream, truncate, cancellation);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<LogLine> ReadAsync(string stream, int? tail = null, bool follow = false, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tail ?? 0, nameof(tail));
        var source = new DirectoryLogSource(_directory.PathOf(stream));
        return follow ? LogReader.FollowAsync(source, tail, _signals, stream, cancellation) : LogReader.ReadAsync(source, tail, cancellation);
    }

    /// <inheritdoc/>
    public Task CompleteAsync(string stream, CancellationToken cancellation = default)
    {
        StorageName.ValidateBlob(stream);
        return _live.CompleteAsync(stream, cancellation);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string prefix, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        StorageName.ValidateBlobPrefix(prefix);
        _live.Abandon(prefix);
        foreach (var stream in _directory.List(prefix))
        {
            cancellation.ThrowIfCancellationRequested();
            if (_directory.Delete(_directory.PathOf(stream)))
            {
                StorageMetrics.Committed("logs");
            }

            _signals.Pulse(stream);
        }

        return Task.CompletedTask;
    }
}
