using Pipelines.Storage.Blobs;

namespace Pipelines.Storage.Tests.Blobs;

/// <summary>What every blob store must do.</summary>
public abstract class BlobStoreKit : IAsyncLifetime
{
    private IBlobStore? _store;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected IBlobStore Store => _store!;

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync(_store);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_blob_is_read_as_it_was_written()
    {
        var content = Bytes(1_000_003);
        await WriteAsync("a/b.bin", content);
        (await ReadAsync("a/b.bin")).ShouldBe(content);
        (await Store.GetPropertiesAsync("a/b.bin", Cancellation))!.Size.ShouldBe(content.Length);
        (await Store.OpenReadAsync("a/c.bin", Cancellation)).ShouldBeNull();
        (await Store.GetPropertiesAsync("a/c.bin", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task A_blobs_stream_can_seek()
    {
        var content = Bytes(100_000);
        await WriteAsync("a", content);
        await using var stream = (await Store.OpenReadAsync("a", Cancellation)).ShouldNotBeNull();
        stream.CanSeek.ShouldBeTrue();
        stream.Length.ShouldBe(content.Length);
        stream.Seek(90_000, SeekOrigin.Begin);
        var rest = new byte[10_000];
        await stream.ReadExactlyAsync(rest, Cancellation);
        rest.ShouldBe(content[90_000..]);
    }

    [Fact]
    public async Task A_tag_changes_with_each_write_and_not_between()
    {
        await WriteAsync("a", Bytes(10));
        var first = await Store.GetPropertiesAsync("a", Cancellation);
        (await Store.GetPropertiesAsync("a", Cancellation)).ShouldBe(first);
        await WriteAsync("a", Bytes(10, seed: 7));
        var second = await Store.GetPropertiesAsync("a", Cancellation);
        second!.ETag.ShouldNotBe(first!.ETag);
        second.ETag.ShouldNotContain('"');
        (await ReadAsync("a")).ShouldBe(Bytes(10, seed: 7));
    }

    [Fact]
    public async Task A_blob_whose_content_breaks_off_is_not_there()
    {
        await WriteAsync("kept", Bytes(5));
        await Should.ThrowAsync<IOException>(() => Store.WriteAsync("new", new BreakingStream(500_000), Cancellation));
        await Should.ThrowAsync<IOException>(() => Store.WriteAsync("kept", new BreakingStream(500_000), Cancellation));
        (await NamesAsync("")).ShouldBe(["kept"]);
        (await ReadAsync("kept")).ShouldBe(Bytes(5));
    }

    [Fact]
    public async Task Names_are_listed_in_ordinal_order()
    {
        string[] names = ["a", "a-b", "a.b", "a/b", "a/b/c", "a/B", "a0", "aB", "ab", "b/.well-known/x", "b/x", "z"];
        foreach (var name in names.Reverse())
        {
            await WriteAsync(name, Bytes(1));
        }

        (await NamesAsync("")).ShouldBe(names.Order(StringComparer.Ordinal));
        (await NamesAsync("a/")).ShouldBe(["a/B", "a/b", "a/b/c"]);
        (await NamesAsync("a")).Count.ShouldBe(9);
        (await NamesAsync("b/.w")).ShouldBe(["b/.well-known/x"]);
        (await NamesAsync("none/")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deleted_blob_is_gone_and_deleting_it_again_no_error()
    {
        await WriteAsync("a/b", Bytes(1));
        await WriteAsync("a", Bytes(1));
        await Store.DeleteAsync("a/b", Cancellation);
        await Store.DeleteAsync("a/b", Cancellation);
        (await NamesAsync("")).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Concurrent_writers_leave_one_of_their_contents()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => WriteAsync("deep/a/b", Bytes(50_000, i))));
        var content = await ReadAsync("deep/a/b");
        Enumerable.Range(0, 10).ShouldContain(i => Bytes(50_000, i).SequenceEqual(content));
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? WriteAsync("deep/a/b", Bytes(10)) : Store.DeleteAsync("deep/a/b", Cancellation)));
    }

    [Theory]
    [MemberData(nameof(HostileNames.All), MemberType = typeof(HostileNames))]
    public async Task A_hostile_name_is_refused(string name)
    {
        await Should.ThrowAsync<ArgumentException>(() => WriteAsync(name, Bytes(1)));
        await Should.ThrowAsync<ArgumentException>(() => Store.OpenReadAsync(name, Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => Store.GetPropertiesAsync(name, Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => Store.DeleteAsync(name, Cancellation));
        (await NamesAsync("")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_commit_is_metered()
    {
        using var commits = new CommitCounter("blobs");
        await WriteAsync("a", Bytes(1));
        commits.Count.ShouldBeGreaterThanOrEqualTo(1);
    }

    protected static byte[] Bytes(int count, int seed = 0)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            bytes[i] = (byte)((i * 31) + (i >> 8) + seed);
        }

        return bytes;
    }

    protected async Task WriteAsync(string name, byte[] content) => await Store.WriteAsync(name, new MemoryStream(content), Cancellation);

    protected async Task<byte[]> ReadAsync(string name)
    {
        await using var stream = (await Store.OpenReadAsync(name, Cancellation)).ShouldNotBeNull();
        var content = new MemoryStream();
        await stream.CopyToAsync(content, Cancellation);
        return content.ToArray();
    }

    protected async Task<List<string>> NamesAsync(string prefix)
    {
        var names = new List<string>();
        await foreach (var name in Store.ListAsync(prefix, Cancellation))
        {
            names.Add(name);
        }

        return names;
    }

    protected abstract Task<IBlobStore> OpenAsync();

    protected virtual ValueTask CloseAsync(IBlobStore? store) => ValueTask.CompletedTask;
}
