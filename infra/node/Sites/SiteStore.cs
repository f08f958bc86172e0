using System.Collections.Concurrent;
using System.Text.Json;
using Pipelines.Clusters.Local;
using Pipelines.Clusters.Sites;
using Pipelines.Storage.Blobs;

namespace Pipelines.Node.Sites;

/// <summary>The manifests of static sites and the blobs they name.</summary>
internal sealed class SiteStore(IBlobStore? blobs)
{
    private const string AssetPrefix = "assets/";
    private readonly ConcurrentDictionary<string, SiteManifest> manifests = new();

    /// <summary>Finds the manifest of a digest; null where there is none.</summary>
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

        await using var stream = await blobs.OpenReadAsync(SiteManifest.BlobName(digest), cancellation);
        if (stream is null || await JsonSerializer.DeserializeAsync<SiteManifest>(stream, LocalNodeProtocol.Json, cancellation) is not { } manifest)
        {
            return null;
        }

        return manifests.GetOrAdd(digest, manifest);
    }

    /// <summary>Opens a file of a site; null where its blob is gone.</summary>
    public async Task<Stream?> OpenAsync(SiteFile file, CancellationToken cancellation) =>
        blobs is not null && file.Blob.StartsWith(AssetPrefix, StringComparison.Ordinal) ? await blobs.OpenReadAsync(file.Blob, cancellation) : null;

    /// <summary>Forgets a manifest that no release uses any more.</summary>
    public void Forget(string? digest)
    {
        if (digest is not null)
        {
            manifests.TryRemove(digest, out _);
        }
    }
}
