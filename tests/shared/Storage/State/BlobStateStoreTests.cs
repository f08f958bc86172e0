using Pipelines.Storage.State;

namespace Pipelines.Storage.Tests.State;

public sealed class BlobStateStoreTests(Azurite azurite) : StateStoreKit
{
    protected override async Task<IStateStore> OpenAsync() => new BlobStateStore(await azurite.ConnectAsync(), $"state-{Guid.NewGuid():N}");
}
