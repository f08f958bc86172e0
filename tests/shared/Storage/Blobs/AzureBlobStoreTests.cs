using Pipelines.Storage.Blobs;

namespace Pipelines.Storage.Tests.Blobs;

public sealed class AzureBlobStoreTests(Azurite azurite) : BlobStoreKit
{
    protected override async Task<IBlobStore> OpenAsync() => new AzureBlobStore(await azurite.ConnectAsync(), $"blobs-{Guid.NewGuid():N}");
}
