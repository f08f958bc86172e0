using Azure.Storage.Blobs;

namespace Pipelines.Storage.AzureStorage;

/// <summary>A container that is made at its first use.</summary>
internal sealed class AzureContainer(BlobServiceClient service, string name, bool create)
{
    private readonly BlobContainerClient _client = service.GetBlobContainerClient(name);
    private volatile bool _ready = !create;

    /// <summary>The container's client, once the container is there.</summary>
    public async ValueTask<BlobContainerClient> GetAsync(CancellationToken cancellation)
    {
        if (!_ready)
        {
            await _client.CreateIfNotExistsAsync(cancellationToken: cancellation);
            _ready = true;
        }

        return _client;
    }
}
