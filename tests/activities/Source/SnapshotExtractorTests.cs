using System.Formats.Tar;
using System.Text;
using Pipelines.Activities.Source;
using Pipelines.Activities.Tests.Doubles;

namespace Pipelines.Activities.Tests.Source;

public sealed class SnapshotExtractorTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    [Theory]
    [InlineData("../out")]
    [InlineData("a/../../out")]
    [InlineData("/tmp/out")]
    [InlineData(".git/config")]
    [InlineData("a/.GIT/hooks/x")]
    [InlineData("a//b")]
    public Task Refuses_names_that_lead_out(string name) => RefusedAsync(tar => tar.WriteEntry(File(name)));

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("")]
    public Task Refuses_links_that_lead_out(string target) => RefusedAsync(tar => tar.WriteEntry(Link("link", target)));

    [Fact]
    public Task Refuses_links_that_lead_out_by_way_of_others() => RefusedAsync(tar =>
    {
        tar.WriteEntry(Link("deep/a/up", "../.."));
        tar.WriteEntry(Link("x", "deep/a/up/../etc"));
    });

    [Fact]
    public Task Never_writes_through_a_link() => RefusedAsync(tar =>
    {
        tar.WriteEntry(Link("dir", "."));
        tar.WriteEntry(File("dir/file"));
    });

    [Fact]
    public Task Refuses_a_file_that_replaces_a_link() => RefusedAsync(tar =>
    {
        tar.WriteEntry(Link("x", "y"));
        tar.WriteEntry(File("x"));
    });

    [Theory]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Fifo)]
    [InlineData(TarEntryType.CharacterDevice)]
    public Task Refuses_everything_but_files_directories_and_links(TarEntryType type) => RefusedAsync(tar =>
    {
        var entry = new GnuTarEntry(type, "x");
        if (type == TarEntryType.HardLink)
        {
            entry.LinkName = "y";
        }

        tar.WriteEntry(entry);
    });

    [Fact]
    public async Task Refuses_bombs_and_damaged_archives()
    {
        await RefusedAsync(tar => tar.WriteEntry(File("x", new string('x', 5000))), new() { MaxBytes = 4000 });
        await RefusedAsync(
            tar =>
            {
                tar.WriteEntry(File("x"));
                tar.WriteEntry(File("y"));
            },
            new() { MaxFiles = 1 });
        await Should.ThrowAsync<SourceException>(SnapshotExtractor.ExtractAsync(
            new MemoryStream(Enumerable.Repeat((byte)7, 4096).ToArray()), string.Empty, Destination(), new(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Keeps_links_that_stay_inside()
    {
        var destination = await ExtractAsync(tar =>
        {
            tar.WriteEntry(Link("a/link", "../b/file"));
            tar.WriteEntry(File("b/file", "text"));
            tar.WriteEntry(Link("loop", "loop"));
        });
        System.IO.File.ReadAllText(Path.Combine(destination, "a/link")).ShouldBe("text");
    }

    public void Dispose() => directory.Dispose();

    private static GnuTarEntry File(string name, string content = "x") =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) };

    private static GnuTarEntry Link(string name, string target)
    {
        var entry = new GnuTarEntry(TarEntryType.SymbolicLink, name);
        entry.LinkName = target.Length > 0 ? target : "/";
        return entry;
    }

    private string Destination() => Directory.CreateDirectory(directory.Sub(Guid.NewGuid().ToString("n"))).FullName;

    private Task RefusedAsync(Action<TarWriter> write, GitSourceOptions? options = null) =>
        Should.ThrowAsync<SourceException>(ExtractAsync(write, options));

    private async Task<string> ExtractAsync(Action<TarWriter> write, GitSourceOptions? options = null)
    {
        var archive = new MemoryStream();
        await using (var tar = new TarWriter(archive, TarEntryFormat.Gnu, leaveOpen: true))
        {
            write(tar);
        }

        archive.Position = 0;
        var destination = Destination();
        await SnapshotExtractor.ExtractAsync(archive, string.Empty, destination, options ?? new(), TestContext.Current.CancellationToken);
        return destination;
    }
}
