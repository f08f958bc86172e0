using Pipelines.Storage.Blobs;

namespace Pipelines.Storage.Tests.Blobs;

public sealed class AzureBlobStoreTests(Azurite azurite) : BlobStoreKit
{
    protected override async Task<IBlobStore> OpenAsync() => new AzureBlobStore(await azurite.ConnectAsync(), $"blobs-{Guid.NewGuid():N}");

    [Fact]
    public async Task A_signed_address_reads_one_blob_until_it_ends()
    {
        var store = (AzureBlobStore)await OpenAsync();
        await store.WriteAsync("sources/a.tar", new MemoryStream([1, 2, 3]), TestContext.Current.CancellationToken);
        await store.WriteAsync("sources/b.tar", new MemoryStream([4]), TestContext.Current.CancellationToken);
        var address = await store.SignAsync("sources/a.tar", DateTimeOffset.UtcNow.AddMinutes(5), TestContext.Current.CancellationToken);
        using var http = new HttpClient();
        (await http.GetByteArrayAsync(address, TestContext.Current.CancellationToken)).ShouldBe([1, 2, 3]);

        var over = await store.SignAsync("sources/a.tar", DateTimeOffset.UtcNow.AddMinutes(-1), TestContext.Current.CancellationToken);
        foreach (var refused in (Uri[])[over, new UriBuilder(address) { Path = address.AbsolutePath.Replace("a.tar", "b.tar") }.Uri])
        {
            using var response = await http.GetAsync(refused, TestContext.Current.CancellationToken);
            response.StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        }
    }
}
