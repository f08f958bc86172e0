using Pipelines.Storage.Blobs;

namespace Pipelines.Storage.Tests.Blobs;

public sealed class DirectoryBlobStoreTests : BlobStoreKit
{
    private readonly TemporaryDirectory _directory = new();

    private string Root => _directory["blobs"];

    private string Unfinished => Path.Join(Root, ".unfinished");

    [Fact]
    public async Task A_symbolic_link_leads_nowhere()
    {
        var outside = Directory.CreateDirectory(_directory["outside"]).FullName;
        await File.WriteAllTextAsync(Path.Join(outside, "@secret"), "secret", Cancellation);
        Directory.CreateSymbolicLink(Path.Join(Root, "link"), outside);
        File.CreateSymbolicLink(Path.Join(Root, "@file"), Path.Join(outside, "@secret"));
        foreach (var name in new[] { "link/secret", "link/new", "link/deep/new", "file" })
        {
            await Should.ThrowAsync<IOException>(() => Store.OpenReadAsync(name, Cancellation));
            await Should.ThrowAsync<IOException>(() => WriteAsync(name, Bytes(1)));
            await Should.ThrowAsync<IOException>(() => Store.DeleteAsync(name, Cancellation));
        }

        (await NamesAsync("")).ShouldBeEmpty();
        Directory.GetFileSystemEntries(outside).Length.ShouldBe(1);
        (await File.ReadAllTextAsync(Path.Join(outside, "@secret"), Cancellation)).ShouldBe("secret");
    }

    [Fact]
    public async Task A_tag_outlives_the_process()
    {
        await WriteAsync("a", Bytes(10));
        var before = await Store.GetPropertiesAsync("a", Cancellation);
        using var other = new DirectoryBlobStore(Root, TimeProvider.System);
        (await other.GetPropertiesAsync("a", Cancellation)).ShouldBe(before);
    }

    [Fact]
    public void What_a_dead_process_left_is_removed_and_what_a_living_one_writes_is_not()
    {
        // The store of this test lives: its lock is held.
        var living = Directory.GetFiles(Unfinished).ShouldHaveSingleItem();
        var dead = Directory.CreateDirectory(Path.Join(Unfinished, "dead")).FullName;
        File.WriteAllText(dead + ".lock", "");
        File.WriteAllText(Path.Join(dead, "1"), "half a blob");

        using (new DirectoryBlobStore(Root, TimeProvider.System))
        {
            File.Exists(dead + ".lock").ShouldBeFalse();
            Directory.Exists(dead).ShouldBeFalse();
            File.Exists(living).ShouldBeTrue();
        }

        Directory.GetFiles(Unfinished).ShouldBe([living]);
    }

    [Fact]
    public async Task Only_the_owner_can_read_a_blob_and_deletion_prunes_directories()
    {
        await WriteAsync("a/b/c", Bytes(1));
        UnixMode.Of(Path.Join(Root, "a/b/@c")).ShouldBe(UnixMode.PrivateFile);
        UnixMode.Of(Path.Join(Root, "a")).ShouldBe(UnixMode.PrivateDirectory);
        await Store.DeleteAsync("a/b/c", Cancellation);
        Directory.Exists(Path.Join(Root, "a")).ShouldBeFalse();
        Directory.Exists(Root).ShouldBeTrue();
    }

    protected override Task<IBlobStore> OpenAsync() => Task.FromResult<IBlobStore>(new DirectoryBlobStore(Root, new SettableTimeProvider()));

    protected override ValueTask CloseAsync(IBlobStore? store)
    {
        (store as IDisposable)?.Dispose();
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }
}
