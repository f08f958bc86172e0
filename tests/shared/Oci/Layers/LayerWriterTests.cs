using System.Formats.Tar;
using System.IO.Compression;

namespace Pipelines.Oci.Tests;

public sealed class LayerWriterTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task The_same_content_has_the_same_digest_whoever_wrote_it_when_and_in_which_order()
    {
        foreach (var (root, names) in new[] { ("one", new[] { "b.txt", "a/x", "a.txt" }), ("two", ["a.txt", "a/x", "b.txt"]) })
        {
            foreach (var name in names)
            {
                directory.Write($"{root}/{name}", name);
            }

            directory.Write($"{root}/{new string('n', 150)}/{new string('m', 150)}", "a long name");
            File.CreateSymbolicLink(directory[$"{root}/link"], "a/x");
        }

        File.SetUnixFileMode(directory["two/a.txt"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.SetUnixFileMode(directory["two/a"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.SetLastWriteTimeUtc(directory["two/a/x"], new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await Tool.RunAsync("chown", "1234:1234", directory["two/b.txt"]);

        var (one, oneDiff) = await WriteAsync(Source("one"));
        var (two, twoDiff) = await WriteAsync(Source("two"));

        two.ShouldBe(one);
        twoDiff.ShouldBe(oneDiff);
        oneDiff.ShouldNotBe(one.Digest);
        directory.Write("two/a/x", "changed");
        (await WriteAsync(Source("two"))).DiffId.ShouldNotBe(oneDiff);
    }

    [Fact]
    public async Task What_was_written_does_not_change_from_version_to_version()
    {
        directory.Write("app/run.sh", "#!/bin/sh\n");
        File.SetUnixFileMode(directory["app/run.sh"], LayerModes.Directory);
        var (_, diffId) = await WriteAsync(Source("app") with { Target = "/app" });
        diffId.ToString().ShouldBe("sha256:64380dc5378a86b7911e62ae22341527fb4cfb37705b8a3caf2c15cd673d1cd7");
    }

    [Fact]
    public async Task Tar_reads_the_archive_as_it_was_meant()
    {
        directory.Write("app/a/run.sh", "#!/bin/sh\n");
        directory.Write("app/a/data", "data");
        File.SetUnixFileMode(directory["app/a/run.sh"], LayerModes.Directory | UnixFileMode.SetUser);
        await Tool.RunAsync("ln", directory["app/a/data"], directory["app/b-hard"]);
        File.CreateSymbolicLink(directory["app/c-soft"], "../elsewhere");
        await Tool.RunAsync("mkfifo", directory["app/pipe"]);
        var content = new LayerContent
        {
            Sources = [Source("app") with { Target = "/srv/app", UserId = 1000, GroupId = 1001 }],
            Folders = [new LayerFolder { Path = "/tmp", Mode = (UnixFileMode)0b1_111_111_111 }],
            Files = [SampleImage.FileOf("/etc/passwd", "root:x:0:0::/:/bin/sh\n")],
        };
        await using (var file = File.Create(directory["layer.tar.gz"]))
        {
            await new LayerWriter().WriteAsync(content, file, Token);
        }

        var lines = (await Tool.RunAsync("tar", "--numeric-owner", "--full-time", "--utc", "-tvzf", directory["layer.tar.gz"])).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ShouldBe(
        [
            "drwxr-xr-x 0/0 0 1970-01-01 00:00:00 etc/",
            "-rw-r--r-- 0/0 22 1970-01-01 00:00:00 etc/passwd",
            "drwxr-xr-x 0/0 0 1970-01-01 00:00:00 srv/",
            "drwxr-xr-x 1000/1001 0 1970-01-01 00:00:00 srv/app/",
            "drwxr-xr-x 1000/1001 0 1970-01-01 00:00:00 srv/app/a/",
            "-rw-r--r-- 1000/1001 4 1970-01-01 00:00:00 srv/app/a/data",
            "-rwxr-xr-x 1000/1001 10 1970-01-01 00:00:00 srv/app/a/run.sh",
            "hrw-r--r-- 1000/1001 0 1970-01-01 00:00:00 srv/app/b-hard link to srv/app/a/data",
            "lrwxr-xr-x 1000/1001 0 1970-01-01 00:00:00 srv/app/c-soft -> ../elsewhere",
            "drwxrwxrwt 0/0 0 1970-01-01 00:00:00 tmp/",
        ]);
    }

    [Fact]
    public async Task Includes_and_excludes_choose()
    {
        foreach (var name in new[] { "src/a.js", "src/a.test.js", "dist/b.js", "node_modules/x/i.js", "x/node_modules/y/j.js", "readme.md", "x/.git/config", "deep/er/keep.txt" })
        {
            directory.Write("app/" + name, name);
        }

        (await NamesAsync(Source("app") with { Exclude = ["node_modules", "*.test.js", ".git", "/dist", "deep/**/keep.txt"] }))
            .ShouldBe(["deep/", "deep/er/", "readme.md", "src/", "src/a.js", "x/"]);
        (await NamesAsync(Source("app") with { Include = ["/dist", "**/keep.txt", "src/*.js"], Exclude = ["*.test.js"] }))
            .ShouldBe(["deep/", "deep/er/", "deep/er/keep.txt", "dist/", "dist/b.js", "src/", "src/a.js"]);
    }

    [Fact]
    public async Task A_later_part_replaces_an_earlier_one_and_contradictions_are_refused()
    {
        directory.Write("one/a", "first");
        directory.Write("two/a", "second");
        var both = new LayerContent { Sources = [Source("one"), Source("two")] };
        var second = new LayerContent { Sources = [Source("two")] };
        (await WriteAsync(both)).DiffId.ShouldBe((await WriteAsync(second)).DiffId);

        var contradiction = new LayerContent { Files = [SampleImage.FileOf("a", "file"), SampleImage.FileOf("a/b", "file in a file")] };
        await Should.ThrowAsync<InvalidImageException>(() => WriteAsync(contradiction));
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("a/../../up")]
    public async Task A_target_outside_the_image_is_refused(string target) =>
        await Should.ThrowAsync<FormatException>(() => WriteAsync(new LayerContent { Files = [SampleImage.FileOf(target, "x")] }));

    [Fact]
    public async Task The_cache_writes_a_key_once()
    {
        directory.Write("app/a", "content");
        var cache = new LayerCache(directory["cache"], new LayerWriter());
        var asked = 0;
        Task<LayerContent> Ask(CancellationToken token)
        {
            Interlocked.Increment(ref asked);
            return Task.FromResult(LayerContent.Of(Source("app")));
        }

        var layers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => cache.GetOrWriteAsync("node 20", Ask, Token)));
        var again = await new LayerCache(directory["cache"], new LayerWriter()).GetOrWriteAsync("node 20", Ask, Token);

        asked.ShouldBe(1);
        layers.ShouldAllBe(layer => layer.DiffId == again.DiffId && layer.Descriptor == again.Descriptor);
        await using var stream = await again.OpenAsync(Token);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, Token);
        Digest.Of(content.ToArray()).ShouldBe(again.Descriptor.Digest);

        File.Delete(Directory.GetFiles(directory["cache"], "*.layer").ShouldHaveSingleItem());
        await cache.GetOrWriteAsync("node 20", Ask, Token);
        asked.ShouldBe(2);
    }

    private LayerSource Source(string name) => new() { Path = directory[name] };

    private static Task<(Descriptor Descriptor, Digest DiffId)> WriteAsync(LayerSource source) => WriteAsync(LayerContent.Of(source));

    private static Task<(Descriptor Descriptor, Digest DiffId)> WriteAsync(LayerContent content) =>
        new LayerWriter().WriteAsync(content, new MemoryStream(), Token);

    private static async Task<List<string>> NamesAsync(LayerSource source)
    {
        using var stream = new MemoryStream();
        await new LayerWriter().WriteAsync(LayerContent.Of(source), stream, Token);
        stream.Position = 0;
        await using var reader = new TarReader(new GZipStream(stream, CompressionMode.Decompress));
        var names = new List<string>();
        while (await reader.GetNextEntryAsync(cancellationToken: Token) is { } entry)
        {
            names.Add(entry.Name);
        }

        return names;
    }
}
