namespace Pipelines.Oci.Tests;

public sealed class LayerStoreTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IImageRepository Repository => new LayoutRegistry(directory["images"]).Open("apps/web");

    private LayerStore Store => new(directory["store"]);

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Overlayfs_shows_the_image_of_the_layers()
    {
        Assert.SkipUnless(LibC.IsRoot(), "Overlay whiteouts need root.");
        var image = await LayeredImageAsync();

        var lower = await Store.UnpackAsync(Repository, image, Token);

        lower.Count.ShouldBe(2);
        var mounted = directory.MakeDirectory("mounted");
        await Tool.RunAsync("mount", "-t", "overlay", "overlay", "-o", $"lowerdir={string.Join(':', lower)}", mounted);
        try
        {
            ShouldBeTheLayeredImage(mounted);
        }
        finally
        {
            await Tool.RunAsync("umount", mounted);
        }
    }

    [Fact]
    public async Task A_merged_directory_shows_the_image_of_the_layers()
    {
        var image = await LayeredImageAsync();
        await new ImageUnpacker().UnpackAsync(Repository, image, directory["merged"], Token);
        ShouldBeTheLayeredImage(directory["merged"]);
    }

    [Fact]
    public async Task An_image_that_umoci_made_is_unpacked()
    {
        var layout = directory.MakeDirectory("images/apps") + "/umoci";
        await Tool.RunAsync("umoci", "init", "--layout", layout);
        await Tool.RunAsync("umoci", "new", "--image", layout + ":v1");
        await Tool.RunAsync("umoci", "unpack", "--image", layout + ":v1", directory["bundle"]);
        directory.Write("bundle/rootfs/etc/motd", "from umoci");
        directory.Write("bundle/rootfs/etc/old", "old");
        File.CreateSymbolicLink(directory["bundle/rootfs/link"], "etc/motd");
        await Tool.RunAsync("umoci", "repack", "--refresh-bundle", "--image", layout + ":v1", directory["bundle"]);
        File.Delete(directory["bundle/rootfs/etc/old"]);
        await Tool.RunAsync("umoci", "repack", "--image", layout + ":v1", directory["bundle"]);

        var repository = new LayoutRegistry(directory["images"]).Open("apps/umoci");
        var image = await repository.ResolveAsync("v1", cancellationToken: Token);
        await new ImageUnpacker().UnpackAsync(repository, image, directory["unpacked"], Token);

        (await File.ReadAllTextAsync(directory["unpacked/link"], Token)).ShouldBe("from umoci");
        File.Exists(directory["unpacked/etc/old"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Concurrent_users_get_one_copy_and_nothing_is_unpacked_again()
    {
        Assert.SkipUnless(LibC.IsRoot(), "Overlay whiteouts need root.");
        var image = await LayeredImageAsync();
        Store.Find(image.Config).ShouldBeNull();

        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Store.UnpackAsync(Repository, image, Token)));

        results.ShouldAllBe(result => result.SequenceEqual(results[0]));
        Store.Find(image.Config).ShouldBe(results[0]);
        Directory.GetDirectories(directory["store/partial"]).ShouldBeEmpty();
        Directory.Delete(directory["images"], recursive: true);
        (await Store.UnpackAsync(Repository, image, Token)).ShouldBe(results[0]);
    }

    [Fact]
    public async Task What_a_dead_process_left_does_not_count()
    {
        Assert.SkipUnless(LibC.IsRoot(), "Overlay whiteouts need root.");
        var image = await LayeredImageAsync();
        var diffId = image.Config.RootFileSystem.DiffIds[0];
        directory.Write($"store/partial/{diffId.Hex}/half", "a layer");

        var lower = await Store.UnpackAsync(Repository, image, Token);

        File.Exists(Path.Combine(lower[^1], "half")).ShouldBeFalse();
        File.Exists(Path.Combine(lower[^1], "kept")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_layer_is_removed_where_its_owner_lets_it_go_and_so_is_what_a_kill_left_of_one()
    {
        Assert.SkipUnless(LibC.IsRoot(), "Overlay whiteouts need root.");
        var image = await LayeredImageAsync();
        var lower = await Store.UnpackAsync(Repository, image, Token);

        var (kept, gone) = (image.Config.RootFileSystem.DiffIds[0], image.Config.RootFileSystem.DiffIds[1]);
        directory.Write($"store/partial/{kept.Hex}/half", "a layer");

        Store.List().ShouldBe([kept, gone], ignoreOrder: true);
        (await Store.RemoveAsync(kept, _ => false, Token)).ShouldBeFalse();
        (await Store.RemoveAsync(gone, Set, Token)).ShouldBeTrue();
        (await Store.RemoveAsync(gone, Set, Token)).ShouldBeFalse();
        await Store.RemoveLeftoversAsync(Token);

        Directory.Exists(lower[0]).ShouldBeFalse();
        Directory.Exists(lower[1]).ShouldBeTrue();
        Store.List().ShouldBe([kept]);
        Directory.GetDirectories(directory["store/partial"]).ShouldBeEmpty();

        static bool Set(Action aside)
        {
            aside();
            return true;
        }
    }

    [Fact]
    public async Task A_layer_that_is_refused_leaves_nothing()
    {
        var tar = new Archive().File("../escape").ToTar();
        var layer = new ImageLayer(Descriptor.Of(tar, MediaTypes.Layer), Digest.Of(tar), SampleImage.Opening(tar));
        await SampleImage.WriteAsync(Repository, "evil", Task.FromResult(layer));
        var image = await Repository.ResolveAsync("evil", Platform.LinuxAmd64, Token);

        await Should.ThrowAsync<InvalidImageException>(() => Store.UnpackAsync(Repository, image, Token));

        Store.Find(image.Config).ShouldBeNull();
        Directory.GetDirectories(directory["store/partial"]).ShouldBeEmpty();
    }

    private async Task<ResolvedImage> LayeredImageAsync()
    {
        var lower = LayerOf(new Archive().File("kept", "lower").File("changed", "lower").File("removed", "lower")
            .Folder("removed-tree").File("removed-tree/a", "lower").Folder("opaque").File("opaque/old", "lower")
            .Folder("replaced").File("replaced/old", "lower").Folder("to-file").File("to-file/old", "lower"));
        var upper = LayerOf(new Archive().File("changed", "upper").File(".wh.removed", string.Empty).File(".wh.removed-tree", string.Empty)
            .Folder("opaque").File("opaque/new", "upper").File("opaque/.wh..wh..opq", string.Empty)
            .File(".wh.replaced", string.Empty).Folder("replaced").File("replaced/new", "upper").File("to-file", "upper"));
        await SampleImage.WriteAsync(Repository, "layered", lower, upper);
        return await Repository.ResolveAsync("layered", Platform.LinuxAmd64, Token);
    }

    private static void ShouldBeTheLayeredImage(string root)
    {
        Directory.GetFileSystemEntries(root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(root, path)).Order(StringComparer.Ordinal)
            .ShouldBe(["changed", "kept", "opaque", "opaque/new", "replaced", "replaced/new", "to-file"]);
        File.ReadAllText(Path.Combine(root, "changed")).ShouldBe("upper");
        File.ReadAllText(Path.Combine(root, "to-file")).ShouldBe("upper");
    }

    private static Task<ImageLayer> LayerOf(Archive archive)
    {
        var tar = archive.ToTar();
        var compressed = Archive.Compress(tar);
        return Task.FromResult(new ImageLayer(Descriptor.Of(compressed, MediaTypes.LayerGzip), Digest.Of(tar), SampleImage.Opening(compressed)));
    }
}
