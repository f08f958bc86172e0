using System.Formats.Tar;
using FsCheck;
using FsCheck.Fluent;

namespace Pipelines.Oci.Tests;

public sealed class LayerUnpackerTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly string outside;

    public LayerUnpackerTests() => outside = directory.Write("outside/secret", "untouched");

    private string Root => directory["root"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        // Whatever a test unpacked, nothing beside the root may have changed.
        var content = File.ReadAllText(outside);
        var beside = Directory.GetFileSystemEntries(directory["outside"]).Length;
        directory.Dispose();
        content.ShouldBe("untouched");
        beside.ShouldBe(1);
    }

    [Fact]
    public async Task Files_links_modes_and_times_arrive()
    {
        var entry = new PaxTarEntry(TarEntryType.RegularFile, "app/run") { Mode = LayerModes.Directory, Uid = 1000, Gid = 1001, ModificationTime = DateTimeOffset.UnixEpoch.AddYears(30) };
        await UnpackAsync(new Archive().Folder("app/", UnixFileMode.UserRead | UnixFileMode.UserExecute).Add(entry).SymbolicLink("app/soft", "run").HardLink("app/hard", "app/run").File("app/data"));

        (await File.ReadAllTextAsync(Path.Combine(Root, "app/data"), Token)).ShouldBe("content");
        File.GetUnixFileMode(Path.Combine(Root, "app")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.GetUnixFileMode(Path.Combine(Root, "app/run")).ShouldBe(LayerModes.Directory);
        File.GetLastWriteTimeUtc(Path.Combine(Root, "app/run")).Year.ShouldBe(2000);
        new FileInfo(Path.Combine(Root, "app/soft")).LinkTarget.ShouldBe("run");
        LibC.Stat(Path.Combine(Root, "app/hard"))!.Value.Inode.ShouldBe(LibC.Stat(Path.Combine(Root, "app/run"))!.Value.Inode);
        if (LibC.IsRoot())
        {
            LibC.Stat(Path.Combine(Root, "app/run"))!.Value.GroupId.ShouldBe(1001u);
        }
    }

    [Theory]
    [InlineData("../outside/secret")]
    [InlineData("a/../../outside/secret")]
    [InlineData("/../outside/secret")]
    [InlineData("./..")]
    [InlineData("a/..")]
    public async Task A_way_up_is_refused(string name) => await RefusedAsync(new Archive().File(name, "evil"));

    [Fact]
    public async Task An_absolute_path_means_the_root_of_the_image()
    {
        await UnpackAsync(new Archive().File(outside, "inside"));
        (await File.ReadAllTextAsync(Root + outside, Token)).ShouldBe("inside");
    }

    [Fact]
    public async Task A_link_out_of_the_image_is_followed_within_it()
    {
        await UnpackAsync(new Archive()
            .SymbolicLink("absolute", directory["outside"]).File("absolute/secret", "evil")
            .SymbolicLink("relative", "../../../../../../.." + directory["outside"]).File("relative/new", "evil")
            .SymbolicLink("first", "..").SymbolicLink("second", "first/outside").File("second/secret", "evil"));

        (await File.ReadAllTextAsync($"{Root}{directory["outside"]}/secret", Token)).ShouldBe("evil");
        (await File.ReadAllTextAsync($"{Root}{directory["outside"]}/new", Token)).ShouldBe("evil");
        (await File.ReadAllTextAsync($"{Root}/outside/secret", Token)).ShouldBe("evil");
    }

    [Fact]
    public async Task A_file_replaces_a_link_instead_of_writing_through_it()
    {
        await UnpackAsync(new Archive().SymbolicLink("link", outside).File("link", "evil"));
        (await File.ReadAllTextAsync(Path.Combine(Root, "link"), Token)).ShouldBe("evil");
        new FileInfo(Path.Combine(Root, "link")).LinkTarget.ShouldBeNull();
    }

    [Fact]
    public async Task The_permissions_of_a_directory_that_became_a_link_are_not_set_through_it()
    {
        var before = File.GetUnixFileMode(directory["outside"]);
        await UnpackAsync(new Archive()
            .Folder("a", UnixFileMode.OtherRead).Folder("a/b", UnixFileMode.OtherRead)
            .File("a").Add(new PaxTarEntry(TarEntryType.SymbolicLink, "a") { LinkName = directory.Path })
            .Folder("c/outside", UnixFileMode.OtherRead).Add(new PaxTarEntry(TarEntryType.SymbolicLink, "c") { LinkName = directory.Path }));
        File.GetUnixFileMode(directory["outside"]).ShouldBe(before);
    }

    [Fact]
    public async Task A_hard_link_to_what_is_outside_is_refused()
    {
        await RefusedAsync(new Archive().HardLink("stolen", outside));
        await RefusedAsync(new Archive().HardLink("stolen", "../outside/secret"));
        await RefusedAsync(new Archive().SymbolicLink("d", directory["outside"]).HardLink("stolen", "d/secret"));
    }

    [Fact]
    public async Task A_hard_link_in_place_of_the_directory_of_its_target_is_refused() =>
        await RefusedAsync(new Archive().File("a/b").HardLink("a", "a/b"));

    [Fact]
    public async Task A_hard_link_to_a_link_does_not_open_what_the_link_names()
    {
        await UnpackAsync(new Archive().SymbolicLink("link", outside).HardLink("second", "link").File("second", "evil"));
        (await File.ReadAllTextAsync(Path.Combine(Root, "second"), Token)).ShouldBe("evil");
    }

    [Fact]
    public async Task Links_in_a_circle_end() =>
        await RefusedAsync(new Archive().SymbolicLink("a", "b").SymbolicLink("b", "a").File("a/file"));

    [Fact]
    public async Task Devices_are_left_out_and_set_id_bits_are_dropped()
    {
        var archive = new Archive().Device("sda").File("su", mode: LayerModes.Directory | UnixFileMode.SetUser | UnixFileMode.SetGroup);
        await UnpackAsync(archive);
        File.Exists(Path.Combine(Root, "sda")).ShouldBeFalse();
        File.GetUnixFileMode(Path.Combine(Root, "su")).ShouldBe(LayerModes.Directory);

        await UnpackAsync(archive, new UnpackOptions { AllowSetId = true });
        File.GetUnixFileMode(Path.Combine(Root, "su")).HasFlag(UnixFileMode.SetUser).ShouldBeTrue();
    }

    [Theory]
    [InlineData(".wh.")]
    [InlineData(".wh..")]
    [InlineData(".wh...")]
    [InlineData("../outside/.wh.secret")]
    public async Task A_malformed_whiteout_is_refused(string name)
    {
        Directory.CreateDirectory(Root);
        await RefusedAsync(new Archive().File(name, string.Empty));
        Directory.Exists(Root).ShouldBeTrue();
    }

    [Fact]
    public async Task A_whiteout_through_a_link_stays_inside()
    {
        await UnpackAsync(new Archive().SymbolicLink("link", directory["outside"]).File("link/.wh.secret", string.Empty).File("link/.wh..wh..opq", string.Empty));
        File.Exists(outside).ShouldBeTrue();
    }

    [Fact]
    public async Task A_layer_that_grows_too_much_is_refused()
    {
        var large = new Archive().File("zeros", new string('\0', 80 << 20)).ToTar();
        await RefusedAsync(large, new UnpackOptions { MaxBytes = 1 << 20 }, "bytes allowed");
        await RefusedAsync(large, new UnpackOptions { MaxRatio = 50 }, "times its compressed length");
    }

    [Fact]
    public async Task A_layer_with_too_many_entries_is_refused()
    {
        var many = new Archive();
        for (var number = 0; number < 200; number++)
        {
            many.File($"file-{number}", string.Empty);
        }

        await RefusedAsync(many.ToTar(), new UnpackOptions { MaxEntries = 100 }, "entries allowed");
        var deep = new Archive().File(string.Join('/', Enumerable.Repeat("d", 200)), string.Empty);
        await RefusedAsync(deep.ToTar(), new UnpackOptions { MaxEntries = 100 }, "entries allowed");
    }

    [Fact]
    public async Task A_header_that_claims_gigabytes_is_refused()
    {
        var entry = new PaxTarEntry(TarEntryType.RegularFile, "a", [new("comment", new string('x', 3 << 20))]);
        await RefusedAsync(new Archive().Add(entry).ToTar(), null, "header");
    }

    [Fact]
    public async Task A_truncated_layer_is_refused()
    {
        var tar = new Archive().File("a", new string('a', 50_000)).File("b", Guid.NewGuid().ToString()).ToTar();
        var compressed = Archive.Compress(tar);
        foreach (var length in new[] { 0, 5, compressed.Length / 2, compressed.Length - 60 })
        {
            await Should.ThrowAsync<InvalidImageException>(() => UnpackAsync(compressed[..length], MediaTypes.LayerGzip, Digest.Of(tar), null));
        }

        foreach (var length in new[] { 700, 20_000, tar.Length - 1024 })
        {
            await Should.ThrowAsync<InvalidImageException>(() => UnpackAsync(tar[..length], MediaTypes.Layer, Digest.Of(tar), null));
        }
    }

    [Fact]
    public async Task The_wrong_digest_is_refused()
    {
        var tar = new Archive().File("a").ToTar();
        await Should.ThrowAsync<InvalidImageException>(() => UnpackAsync(tar, MediaTypes.Layer, Digest.Of("x"u8), null));
    }

    [Fact]
    public async Task A_compression_that_is_not_known_is_refused() =>
        (await Should.ThrowAsync<InvalidImageException>(() => UnpackAsync([1, 2, 3], MediaTypes.LayerZstd, Digest.Of([]), null))).Message.ShouldContain("zstd");

    [Fact]
    public void Whatever_is_in_an_archive_nothing_outside_changes()
    {
        var names = Gen.Elements("a", "b", "a/b", "a/b/c", "b/a", "../a", "/a", "a/../b", "./a", ".wh.a", "a/.wh..wh..opq", "a/.wh.b", "a//b", directory["outside/secret"]);
        var targets = Gen.Elements("a", "b", "..", "../..", "/", "a/b", ".", directory["outside"], "../outside", "../outside/secret", directory.Path);
        var entries =
            from kind in Gen.Elements(TarEntryType.RegularFile, TarEntryType.Directory, TarEntryType.SymbolicLink, TarEntryType.HardLink)
            from name in names
            from target in targets
            select (kind, name, target);
        var number = 0;
        Prop.ForAll(entries.ArrayOf().ToArbitrary(), list =>
        {
            var archive = new Archive();
            foreach (var (kind, name, target) in list)
            {
                _ = kind switch
                {
                    TarEntryType.RegularFile => archive.File(name, "evil"),
                    TarEntryType.Directory => archive.Folder(name),
                    TarEntryType.SymbolicLink => archive.SymbolicLink(name, target),
                    _ => archive.HardLink(name, target),
                };
            }

            var tar = archive.ToTar();
            try
            {
                var tree = new UnpackTree(directory[$"fuzz/{number++}"], new UnpackOptions());
                new LayerUnpacker().Unpack(new MemoryStream(tar), MediaTypes.Layer, Digest.Of(tar), tree, WhiteoutFormat.Apply, Token);
                tree.Finish();
            }
            catch (InvalidImageException)
            {
                // Refused is as good as harmless.
            }

            return File.ReadAllText(outside) == "untouched" && Directory.GetFileSystemEntries(directory["outside"]).Length == 1;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    private Task UnpackAsync(Archive archive, UnpackOptions? options = null)
    {
        var tar = archive.ToTar();
        return UnpackAsync(tar, MediaTypes.Layer, Digest.Of(tar), options);
    }

    private Task UnpackAsync(byte[] layer, string mediaType, Digest diffId, UnpackOptions? options) =>
        new LayerUnpacker(options).UnpackAsync(new MemoryStream(layer), mediaType, diffId, Root, cancellationToken: Token);

    private Task RefusedAsync(Archive archive) => Should.ThrowAsync<InvalidImageException>(() => UnpackAsync(archive));

    private async Task RefusedAsync(byte[] tar, UnpackOptions? options, string why)
    {
        var error = await Should.ThrowAsync<InvalidImageException>(() => UnpackAsync(Archive.Compress(tar), MediaTypes.LayerGzip, Digest.Of(tar), options));
        error.Message.ShouldContain(why);
    }
}
