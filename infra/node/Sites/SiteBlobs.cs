using Azure.Storage.Blobs;
using Pipelines.Storage;
using Pipelines.Storage.Blobs;

namespace Pipelines.Node.Sites;

/// <summary>Opens the blob store that the configuration names.</summary>
internal static class SiteBlobs
{
    /// <summary>Opens it. Where none is configured there are no static sites.</summary>
    public static SiteStore Open(NodeOptions options, TimeProvider time)
    {
        if (options.BlobConnection is { Length: > 0 } || options.BlobService is not null)
        {
            return new SiteStore(AzureBlobStore.Connect(AccountOf(options), Brisk()), new SiteFileCache());
        }

        return new SiteStore(string.IsNullOrEmpty(options.Blobs) ? null : new DirectoryBlobStore(options.Blobs, time));
    }

    // A visitor waits: better a soon refusal than a late one.
    private static BlobClientOptions Brisk() => new() { Retry = { MaxRetries = 2, Delay = TimeSpan.FromMilliseconds(200), NetworkTimeout = TimeSpan.FromSeconds(5) } };

    private static StorageOptions AccountOf(NodeOptions options) => new()
    {
        Kind = StorageKind.Azure,
        ConnectionString = options.BlobConnection,
        ServiceUri = options.BlobService,
        BlobContainer = options.BlobContainer,
        CreateContainers = false,
    };
}
