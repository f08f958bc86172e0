using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pipelines.Storage.AzureStorage;

namespace Pipelines.Storage.Logs;

/// <summary>
/// Log streams as append blobs of one container of Azure Blob Storage. Followers in this process see lines at once, also
/// those not sent yet; those in another ask every two seconds and see what was sent.
/// </summary>
public sealed class AzureLogStore : ILogStore
{
    private static readonly TimeSpan DefaultPollInterval = TimeSpan.FromSeconds(2);
    private readonly AzureContainer _container;
    private readonly LogSignals _signals;
    private readonly LiveLogs<AzureLiveLog> _live;

    /// <summary>Initializes a new instance of the <see cref="AzureLogStore"/> class.</summary>
    /// <param name="service">The storage account.</param>
    /// <param name="containerName">The container.</param>
    /// <param name="time">The clock that dates lines and paces sending.</param>
    /// <param name="options">The limits, or null for the defaults.</param>
    /// <param name="createContainer">True to make the container where it is missing.</param>
    /// <param name="logger">Told of lines that could not be sent, or null.</param>
    public AzureLogStore(BlobServiceClient service, string containerName, TimeProvider time, LogStoreOptions? options = null, bool createContainer = true, ILogger<AzureLogStore>? logger = null)
    {
        options ??= new LogStoreOptions();
        logger ??= NullLogger<AzureLogStore>.Instance;
        _container = new AzureContainer(service, containerName, createContainer);
        _signals = new LogSignals(time, options.PollInterval ?? DefaultPollInterval);
        _live = new LiveLogs<AzureLiveLog>(stream => new AzureLiveLog(stream, _container, options, time, _signals, logger));
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
        StorageName.ValidateBlob(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(tail ?? 0, nameof(tail));
        var source = new AzureLogSource(_container, stream, _live.Find);
        return follow ? LogReader.FollowAsync(source, tail, _signals, stream, cancellation) : LogReader.ReadAsync(source, tail, cancellation);
    }

    /// <inheritdoc/>
    public Task CompleteAsync(string stream, CancellationToken cancellation = default)
    {
        StorageName.ValidateBlob(stream);
        return _live.CompleteAsync(stream, cancellation);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string prefix, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        StorageName.ValidateBlobPrefix(prefix);
        _live.Abandon(prefix);
        var container = await _container.GetAsync(cancellation);
        await foreach (var blob in container.GetBlobsAsync(prefix: prefix, cancellationToken: cancellation))
        {
            await container.DeleteBlobIfExistsAsync(blob.Name, DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellation);
            StorageMetrics.Committed("logs");
            _signals.Pulse(blob.Name);
        }
    }
}
