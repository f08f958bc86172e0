using System.Collections.Concurrent;
using System.Text.Json;
using Azure;
using Azure.Identity;
using Pipelines.Clusters.Local;
using Pipelines.Clusters.Sites;
using Pipelines.Storage.Blobs;

namespace Pipelines.Node.Sites;

/// <summary>The manifests of static sites and the blobs they name.</summary>
/// <param name="blobs">The blob store; null for none.</param>
/// <param name="cache">Keeps small files; null where the blob store is near enough.</param>
internal sealed class SiteStore(IBlobStore? blobs, SiteFileCache? cache = null) : IDisposable
{
    private const string AssetPrefix = "assets/";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, SiteManifest> manifests = new();

    /// <summary>Finds the manifest of a digest; null where there is none.</summary>
    /// <exception cref="SiteStoreException">The blob store does not answer.</exception>
    public async ValueTask<SiteManifest?> LoadAsync(string? digest, CancellationToken cancellation)
    {
        if (digest is null || blobs is null)
        {
            return null;
        }

        if (manifests.TryGetValue(digest, out var known))
        {
            return known;
        }

        return await AskAsync(limited => ReadAsync(blobs, digest, limited), cancellation) is { } manifest ? manifests.GetOrAdd(digest, manifest) : null;
    }

    /// <summary>Opens a file of a site; null where its blob is gone.</summary>
    /// <exception cref="SiteStoreException">The blob store does not answer.</exception>
    public async Task<Stream?> OpenAsync(SiteFile file, CancellationToken cancellation)
    {
        if (blobs is null || !file.Blob.StartsWith(AssetPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        return await AskAsync(limited => cache is null ? blobs.OpenReadAsync(file.Blob, limited) : cache.OpenAsync(file, token => blobs.OpenReadAsync(file.Blob, token), limited), cancellation);
    }

    /// <summary>Forgets a manifest that no release uses any more.</summary>
    public void Forget(string? digest)
    {
        if (digest is not null)
        {
            manifests.TryRemove(digest, out _);
        }
    }

    public void Dispose() => cache?.Dispose();

    private static async Task<SiteManifest?> ReadAsync(IBlobStore blobs, string digest, CancellationToken cancellation)
    {
        await using var stream = await blobs.OpenReadAsync(SiteManifest.BlobName(digest), cancellation);
        return stream is null ? null : await JsonSerializer.DeserializeAsync<SiteManifest>(stream, LocalNodeProtocol.Json, cancellation);
    }

    private static async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            return await ask(limit.Token);
        }
        catch (Exception exception) when (IsSilence(exception) && !cancellation.IsCancellationRequested)
        {
            throw new SiteStoreException(exception);
        }
    }

    // The aggregate is how the client of Azure says that it has tried several times.
    private static bool IsSilence(Exception exception) => exception is RequestFailedException or AuthenticationFailedException or AggregateException or OperationCanceledException;
}
