using Azure.Storage.Blobs.Specialized;
using Pipelines.Storage.Logs;

namespace Pipelines.Storage.Tests.Logs;

public sealed class AzureLogStoreTests(Azurite azurite) : LogStoreKit
{
    private readonly string _container = $"logs-{Guid.NewGuid():N}";

    [Fact]
    public async Task Lines_are_read_before_they_are_sent()
    {
        await using var writer = await Store.OpenWriteAsync("log", truncate: true, Cancellation);
        for (var i = 0; i < 100; i++)
        {
            writer.Write($"{i}");
        }

        (await TextAsync(Store, "log", tail: 2)).ShouldBe(["98", "99"]);
        var blob = (await azurite.ConnectAsync()).GetBlobContainerClient(_container).GetAppendBlobClient("log");
        (await blob.GetPropertiesAsync(cancellationToken: Cancellation)).Value.BlobCommittedBlockCount.ShouldBe(0);
        await writer.FlushAsync(Cancellation);
        (await blob.GetPropertiesAsync(cancellationToken: Cancellation)).Value.BlobCommittedBlockCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_writer_whose_stream_another_process_took_over_is_told_and_writes_nothing()
    {
        await using var other = await (await OpenAsync()).OpenWriteAsync("log", truncate: false, Cancellation);
        var old = await Store.OpenWriteAsync("log", truncate: false, Cancellation);
        old.Write("one");
        await old.FlushAsync(Cancellation);
        await using (var taker = await (await OpenAsync()).OpenWriteAsync("log", truncate: true, Cancellation))
        {
            taker.Write("anew");
        }

        old.Write("of the past");
        (await Should.ThrowAsync<IOException>(() => old.FlushAsync(Cancellation))).Message.ShouldContain("another process");
        await Should.ThrowAsync<IOException>(() => old.DisposeAsync().AsTask());
        (await TextAsync(Store, "log")).ShouldBe(["anew"]);
    }

    protected override async Task<ILogStore> OpenAsync(LogStoreOptions? options = null) =>
        new AzureLogStore(await azurite.ConnectAsync(), _container, TimeProvider.System, options);
}
