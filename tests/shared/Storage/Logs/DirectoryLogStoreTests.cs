using System.Text;
using Pipelines.Storage.Logs;

namespace Pipelines.Storage.Tests.Logs;

public sealed class DirectoryLogStoreTests : LogStoreKit
{
    private readonly TemporaryDirectory _directory = new();

    private string File => _directory["logs/@log"];

    public override ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return base.DisposeAsync();
    }

    [Fact]
    public async Task A_torn_line_is_not_read_and_ends_when_the_stream_is_reopened()
    {
        await WriteAsync("log", truncate: true, "whole", "torn in the middle of it");
        await using (var file = new FileStream(File, FileMode.Open))
        {
            file.SetLength(file.Length - 10);
        }

        (await TextAsync(Store, "log")).ShouldBe(["whole"]);
        (await TextAsync(Store, "log", tail: 1)).ShouldBe(["whole"]);
        await WriteAsync("log", truncate: false, "after");
        (await TextAsync(Store, "log")).ShouldBe(["whole", "torn in the mid", "after"]);
    }

    [Fact]
    public async Task A_stream_torn_at_any_byte_can_be_read_continued_and_followed()
    {
        await WriteAsync("log", truncate: true, "first", "second ä𝄞");
        await Store.CompleteAsync("log", Cancellation);
        var whole = await System.IO.File.ReadAllBytesAsync(File, Cancellation);
        for (var length = 0; length < whole.Length; length++)
        {
            await System.IO.File.WriteAllBytesAsync(File, whole[..length], Cancellation);
            await TextAsync(Store, "log");
            await WriteAsync("log", truncate: false, "continued");
            await Store.CompleteAsync("log", Cancellation);
            var lines = await TextAsync(Store, "log", follow: true).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
            lines[^1].ShouldBe("continued");
            (await TextAsync(Store, "log", tail: 1)).ShouldBe(["continued"]);
        }
    }

    [Fact]
    public async Task Damage_costs_the_damaged_lines_only()
    {
        await WriteAsync("log", truncate: true, "one");
        await System.IO.File.AppendAllTextAsync(File, new string('\0', 200_000) + "\nno timestamp\n2026-13-99T99:99:99.0000000Z x\n\n", Cancellation);
        await WriteAsync("log", truncate: false, "two");
        (await TextAsync(Store, "log")).ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task A_person_can_read_the_file()
    {
        await WriteAsync("log", truncate: true, "hello");
        var lines = await System.IO.File.ReadAllLinesAsync(File, Encoding.UTF8, Cancellation);
        lines.Length.ShouldBe(2);
        lines[1].ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z hello$");
        UnixMode.Of(File).ShouldBe(UnixMode.PrivateFile);
    }

    [Fact]
    public async Task The_tail_of_a_large_stream_is_read_from_its_end()
    {
        await WriteAsync("log", truncate: true, "first");
        await using (var file = new FileStream(File, FileMode.Append))
        {
            // A hole of 10 GiB: whoever reads it all never finishes in time.
            file.SetLength(10L * 1024 * 1024 * 1024);
        }

        var store = await OpenAsync(new LogStoreOptions { MaximumStreamBytes = long.MaxValue });
        await using (var writer = await store.OpenWriteAsync("log", truncate: false, Cancellation))
        {
            writer.Write("one");
            writer.Write("two");
        }

        (await TextAsync(store, "log", tail: 2).WaitAsync(TimeSpan.FromSeconds(2), Cancellation)).ShouldBe(["one", "two"]);
    }

    protected override Task<ILogStore> OpenAsync(LogStoreOptions? options = null) =>
        Task.FromResult<ILogStore>(new DirectoryLogStore(_directory["logs"], TimeProvider.System, options));
}
