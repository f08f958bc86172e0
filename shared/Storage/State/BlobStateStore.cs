using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Pipelines.Storage.AzureStorage;

namespace Pipelines.Storage.State;

/// <summary>
/// Documents as blobs of one container of Azure Blob Storage, for several control planes at once: the service's entity
/// tags and conditional requests decide which of two writers wins.
/// </summary>
/// <param name="service">The storage account.</param>
/// <param name="containerName">The container.</param>
/// <param name="createContainer">True to make the container where it is missing.</param>
public sealed class BlobStateStore(BlobServiceClient service, string containerName, bool createContainer = true) : IStateStore
{
    // An upper-case letter is in no collection or key, so what is before it and what after never mix.
    private const string Separator = "/K/";
    private const string WriteId = "write";
    private const int ParallelReads = 16;

    private static readonly SearchValues<char> TagCharacters = SearchValues.Create("0123456789ABCDEFabcdefx-");
    private readonly AzureContainer _container = new(service, containerName, createContainer);

    /// <inheritdoc/>
    public async Task<StateDocument?> GetAsync(string collection, string key, CancellationToken cancellation = default) =>
        await ReadAsync(await BlobAsync(collection, key, cancellation), key, cancellation);

    /// <inheritdoc/>
    public async Task<string?> PutAsync(string collection, string key, string json, StateCondition condition = default, CancellationToken cancellation = default)
    {
        var blob = await BlobAsync(collection, key, cancellation);
        _ = StateLimits.ValidateDocument(collection, key, json);
        if (!TryTranslate(condition, out var conditions))
        {
            return null;
        }

        var id = Guid.NewGuid().ToString("N");
        var options = new BlobUploadOptions
        {
            Conditions = conditions,
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" },
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [WriteId] = id },
        };
        var etag = await UploadAsync(blob, json, options, id, cancellation);
        if (etag is not null)
        {
            StorageMetrics.Committed("state");
        }

        return etag;
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(string collection, string key, StateCondition condition = default, CancellationToken cancellation = default)
    {
        var blob = await BlobAsync(collection, key, cancellation);
        if (condition.Absent || !TryTranslate(condition, out var conditions))
        {
            return false;
        }

        try
        {
            await blob.DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, conditions, cancellation);
        }
        catch (RequestFailedException failure) when (IsUnmet(failure))
        {
            return false;
        }

        StorageMetrics.Committed("state");
        return true;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StateDocument>> ListAsync(string collection, string prefix = "", string? after = null, int limit = 100, CancellationToken cancellation = default)
    {
        StateLimits.ValidatePage(limit);
        var documents = new List<StateDocument>();
        var batch = new List<string>(ParallelReads);
        await foreach (var key in KeysAsync(collection, prefix, cancellation))
        {
            if (after is not null && string.CompareOrdinal(key, after) <= 0)
            {
                continue;
            }

            batch.Add(key);
            if (batch.Count == Math.Min(ParallelReads, limit - documents.Count))
            {
                documents.AddRange(await ReadAsync(collection, batch, cancellation));
                batch.Clear();
                if (documents.Count == limit)
                {
                    return documents;
                }
            }
        }

        documents.AddRange(await ReadAsync(collection, batch, cancellation));
        return documents;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListKeysAsync(string collection, string prefix = "", string? after = null, int limit = 1000, CancellationToken cancellation = default)
    {
        StateLimits.ValidatePage(limit);
        var keys = new List<string>();
        await foreach (var key in KeysAsync(collection, prefix, cancellation))
        {
            if (after is not null && string.CompareOrdinal(key, after) <= 0)
            {
                continue;
            }

            keys.Add(key);
            if (keys.Count == limit)
            {
                break;
            }
        }

        return keys;
    }

    /// <inheritdoc/>
    public async Task<int> CountAsync(string collection, string prefix = "", CancellationToken cancellation = default)
    {
        var count = 0;
        await foreach (var key in KeysAsync(collection, prefix, cancellation))
        {
            count++;
        }

        return count;
    }

    // A tag no service made holds for no document; above all "*", which would hold for every one.
    private static bool TryTranslate(StateCondition condition, out BlobRequestConditions? conditions)
    {
        conditions = condition switch
        {
            { Absent: true } => new BlobRequestConditions { IfNoneMatch = ETag.All },
            { ETag: { } tag } => new BlobRequestConditions { IfMatch = new ETag(tag) },
            _ => null,
        };
        return condition.ETag is null || (condition.ETag.Length > 0 && !condition.ETag.AsSpan().ContainsAnyExcept(TagCharacters));
    }

    private static bool IsUnmet(RequestFailedException failure) =>
        failure.Status == 412 || failure.ErrorCode == BlobErrorCode.BlobAlreadyExists || failure.ErrorCode == BlobErrorCode.BlobNotFound;

    private static async Task<string?> UploadAsync(BlobClient blob, string json, BlobUploadOptions options, string id, CancellationToken cancellation)
    {
        try
        {
            var content = new BinaryData(Encoding.UTF8.GetBytes(json));
            return (await blob.UploadAsync(content, options, cancellation)).Value.ETag.Unquoted();
        }
        catch (RequestFailedException failure) when (IsUnmet(failure))
        {
            return await FindOwnWriteAsync(blob, id, cancellation);
        }
    }

    // The client repeats a request whose answer got lost; its own first try then makes the condition fail.
    private static async Task<string?> FindOwnWriteAsync(BlobClient blob, string id, CancellationToken cancellation)
    {
        try
        {
            var properties = (await blob.GetPropertiesAsync(cancellationToken: cancellation)).Value;
            return properties.Metadata.TryGetValue(WriteId, out var written) && written == id ? properties.ETag.Unquoted() : null;
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }

    private static async Task<StateDocument?> ReadAsync(BlobClient blob, string key, CancellationToken cancellation)
    {
        try
        {
            var content = (await blob.DownloadContentAsync(cancellation)).Value;
            return new StateDocument(key, content.Content.ToString(), content.Details.ETag.Unquoted());
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
    }

    private async Task<IEnumerable<StateDocument>> ReadAsync(string collection, List<string> keys, CancellationToken cancellation)
    {
        var documents = await Task.WhenAll(keys.Select(key => GetAsync(collection, key, cancellation)));
        return documents.OfType<StateDocument>();
    }

    private async IAsyncEnumerable<string> KeysAsync(string collection, string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        StorageName.ValidateState(collection, nameof(collection));
        StorageName.ValidateStatePrefix(prefix);
        var parent = collection + Separator;
        var container = await _container.GetAsync(cancellation);
        await foreach (var blob in container.GetBlobsAsync(prefix: parent + prefix, cancellationToken: cancellation))
        {
            yield return blob.Name[parent.Length..];
        }
    }

    private async Task<BlobClient> BlobAsync(string collection, string key, CancellationToken cancellation)
    {
        StorageName.ValidateState(collection, nameof(collection));
        StorageName.ValidateState(key, nameof(key));
        return (await _container.GetAsync(cancellation)).GetBlobClient(collection + Separator + key);
    }
}
