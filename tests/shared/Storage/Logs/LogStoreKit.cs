using Pipelines.Storage.Logs;

namespace Pipelines.Storage.Tests.Logs;

/// <summary>What every log store must do.</summary>
public abstract class LogStoreKit : IAsyncLifetime
{
    protected const long SmallLimit = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private ILogStore? _store;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected ILogStore Store => _store!;

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Lines_are_read_as_they_were_written_and_dated()
    {
        var before = DateTimeOffset.UtcNow;
        await using var writer = await Store.OpenWriteAsync("a/build", truncate: true, Cancellation);
        writer.Write("one");
        writer.Write("");
        writer.Write("two ä 𝄞\r\nthree\nfour\rfive\n");
        writer.Write("!complete");
        var lines = await ReadAsync("a/build");
        lines.Select(line => line.Text).ShouldBe(["one", "", "two ä 𝄞", "three", "four", "five", "!complete"]);
        lines.ShouldAllBe(line => line.Timestamp >= before && line.Timestamp <= DateTimeOffset.UtcNow);
        (await ReadAsync("a/other")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Flushed_lines_are_there_for_another_process()
    {
        await using var writer = await Store.OpenWriteAsync("log", truncate: true, Cancellation);
        writer.Write("one");
        await writer.FlushAsync(Cancellation);
        (await TextAsync(await OpenAsync(), "log")).ShouldBe(["one"]);
    }

    [Fact]
    public async Task A_stream_is_continued_or_started_anew()
    {
        await WriteAsync("log", truncate: false, "one");
        await WriteAsync("log", truncate: false, "two");
        (await TextAsync(Store, "log")).ShouldBe(["one", "two"]);
        await WriteAsync("log", truncate: true, "three");
        (await TextAsync(Store, "log")).ShouldBe(["three"]);
    }

    [Fact]
    public async Task The_tail_is_the_last_lines()
    {
        var written = Enumerable.Range(0, 5000).Select(i => $"line {i} {new string('x', i % 60)}").ToArray();
        await WriteAsync("log", truncate: true, written);
        await Store.CompleteAsync("log", Cancellation);
        foreach (var tail in new[] { 0, 1, 2, 100, 3000, 4999, 5000, 9000 })
        {
            (await TextAsync(Store, "log", tail)).ShouldBe(written.TakeLast(tail));
        }

        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => TextAsync(Store, "log", -1));
    }

    [Fact]
    public async Task A_long_line_is_cut_at_a_characters_boundary()
    {
        await WriteAsync("log", truncate: true, new string('x', 16 * 1024), new string('x', (16 * 1024) + 1), string.Concat(Enumerable.Repeat("𝄞", 100_000)), "after");
        var lines = await TextAsync(Store, "log");
        lines[0].ShouldBe(new string('x', 16 * 1024));
        foreach (var cut in lines[1..3])
        {
            System.Text.Encoding.UTF8.GetByteCount(cut).ShouldBeInRange((16 * 1024) - 4, 16 * 1024);
            cut.ShouldEndWith("… (line cut at 16 KiB)");
            cut.ShouldNotContain('\ufffd');
        }

        lines[3].ShouldBe("after");
    }

    [Fact]
    public async Task A_stream_ends_at_its_limit_with_a_line_that_says_so()
    {
        var store = await OpenAsync(new LogStoreOptions { MaximumStreamBytes = SmallLimit });
        for (var round = 0; round < 3; round++)
        {
            await using var writer = await store.OpenWriteAsync("log", truncate: false, Cancellation);
            for (var i = 0; i < 5000; i++)
            {
                writer.Write($"line {i}");
            }
        }

        await store.CompleteAsync("log", Cancellation);
        var lines = await TextAsync(store, "log", follow: true);
        lines.Count.ShouldBeInRange(1000, 2500);
        lines[^1].ShouldBe("This log has reached its limit of 64 KiB; further lines are not kept.");
        lines.Count(line => line.StartsWith("This log", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_follower_sees_each_line_at_once_and_ends_with_the_stream()
    {
        // Nothing but the writer's signal can wake it: the clock that would make it look stands still.
        var store = await OpenAsync(new LogStoreOptions { PollInterval = TimeSpan.FromHours(1) });
        await using var lines = store.ReadAsync("log", follow: true, cancellation: Cancellation).GetAsyncEnumerator(Cancellation);
        var next = lines.MoveNextAsync().AsTask();
        await using var writer = await store.OpenWriteAsync("log", truncate: false, Cancellation);
        for (var i = 0; i < 20; i++)
        {
            next.IsCompleted.ShouldBeFalse();
            writer.Write($"{i}");
            (await next.WaitAsync(Patience, Cancellation)).ShouldBeTrue();
            lines.Current.Text.ShouldBe($"{i}");
            next = lines.MoveNextAsync().AsTask();
        }

        await store.CompleteAsync("log", Cancellation);
        (await next.WaitAsync(Patience, Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_follower_in_another_process_sees_the_lines_too()
    {
        var other = await OpenAsync(new LogStoreOptions { PollInterval = TimeSpan.FromMilliseconds(20) });
        var following = TextAsync(other, "log", follow: true);
        await WriteAsync("log", truncate: true, "one", "two");
        await WriteAsync("log", truncate: false, "three");
        await Store.CompleteAsync("log", Cancellation);
        (await following.WaitAsync(Patience, Cancellation)).ShouldBe(["one", "two", "three"]);
    }

    [Fact]
    public async Task Fifty_followers_under_load_see_every_line_and_a_stuck_one_holds_up_nobody()
    {
        await using var stuck = Store.ReadAsync("log", follow: true, cancellation: Cancellation).GetAsyncEnumerator(Cancellation);
        var first = stuck.MoveNextAsync();
        var followers = Enumerable.Range(0, 50).Select(_ => TextAsync(Store, "log", follow: true)).ToArray();
        var written = Enumerable.Range(0, 5000).Select(i => $"{i}").ToArray();
        await WriteAsync("log", truncate: false, written);
        await Store.CompleteAsync("log", Cancellation);
        foreach (var lines in await Task.WhenAll(followers).WaitAsync(Patience, Cancellation))
        {
            lines.ShouldBe(written);
        }

        (await first).ShouldBeTrue();
        stuck.Current.Text.ShouldBe("0");
        (await stuck.MoveNextAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_follower_of_the_tail_continues_with_what_comes()
    {
        await WriteAsync("log", truncate: true, "one", "two");
        await using var lines = Store.ReadAsync("log", tail: 1, follow: true, Cancellation).GetAsyncEnumerator(Cancellation);
        (await lines.MoveNextAsync()).ShouldBeTrue();
        lines.Current.Text.ShouldBe("two");
        await WriteAsync("log", truncate: false, "three");
        (await lines.MoveNextAsync()).ShouldBeTrue();
        lines.Current.Text.ShouldBe("three");
    }

    [Fact]
    public async Task A_follower_of_a_stream_started_anew_reads_it_from_its_start()
    {
        await using var lines = Store.ReadAsync("log", follow: true, cancellation: Cancellation).GetAsyncEnumerator(Cancellation);
        await WriteAsync("log", truncate: true, "old");
        (await lines.MoveNextAsync()).ShouldBeTrue();
        await WriteAsync("log", truncate: true, "new and longer", "than before");
        var text = new List<string>();
        await Store.CompleteAsync("log", Cancellation);
        while (await lines.MoveNextAsync().AsTask().WaitAsync(Patience, Cancellation))
        {
            text.Add(lines.Current.Text);
        }

        text.ShouldBe(["new and longer", "than before"]);
    }

    [Fact]
    public async Task Completing_is_idempotent_and_works_for_a_stream_nobody_wrote()
    {
        await Store.CompleteAsync("none", Cancellation);
        await Store.CompleteAsync("none", Cancellation);
        (await TextAsync(Store, "none", follow: true).WaitAsync(Patience, Cancellation)).ShouldBeEmpty();
        (await TextAsync(Store, "none", tail: 0, follow: true).WaitAsync(Patience, Cancellation)).ShouldBeEmpty();
        (await TextAsync(await OpenAsync(), "none", follow: true).WaitAsync(Patience, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_writer_that_was_superseded_writes_nothing()
    {
        await using var old = await Store.OpenWriteAsync("log", truncate: true, Cancellation);
        old.Write("old");
        await using var present = await Store.OpenWriteAsync("log", truncate: true, Cancellation);
        old.Write("of the past");
        present.Write("new");
        await Store.CompleteAsync("log", Cancellation);
        present.Write("too late");
        (await TextAsync(Store, "log", follow: true).WaitAsync(Patience, Cancellation)).ShouldBe(["new"]);
        await using var again = await Store.OpenWriteAsync("log", truncate: false, Cancellation);
        again.Write("reopened");
        (await TextAsync(Store, "log")).ShouldBe(["new", "reopened"]);
    }

    [Fact]
    public async Task Writers_at_once_never_mix_their_lines()
    {
        await using (var writer = await Store.OpenWriteAsync("log", truncate: true, Cancellation))
        {
            await using var second = await Store.OpenWriteAsync("log", truncate: false, Cancellation);
            await Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(
                () =>
                {
                    for (var i = 0; i < 500; i++)
                    {
                        (i % 2 == 0 ? writer : second).Write($"{w} {i}");
                    }
                },
                Cancellation)));
        }

        var lines = await TextAsync(await OpenAsync(), "log");
        lines.Count.ShouldBe(4000);
        for (var w = 0; w < 8; w++)
        {
            lines.Where(line => line.StartsWith($"{w} ", StringComparison.Ordinal)).ShouldBe(Enumerable.Range(0, 500).Select(i => $"{w} {i}"));
        }
    }

    [Fact]
    public async Task Deleting_takes_all_streams_of_a_prefix_and_no_other()
    {
        foreach (var stream in new[] { "a/1", "a/2/x", "a", "b" })
        {
            await WriteAsync(stream, truncate: true, stream);
        }

        await using var open = await Store.OpenWriteAsync("a/1", truncate: false, Cancellation);
        await Store.DeleteAsync("a/", Cancellation);
        open.Write("after its deletion");
        (await TextAsync(Store, "a/1")).ShouldBeEmpty();
        (await TextAsync(Store, "a/2/x")).ShouldBeEmpty();
        (await TextAsync(Store, "a")).ShouldBe(["a"]);
        (await TextAsync(Store, "b")).ShouldBe(["b"]);
        await Should.ThrowAsync<ArgumentException>(() => Store.DeleteAsync("", Cancellation));
        await WriteAsync("a/1", truncate: false, "again");
        (await TextAsync(Store, "a/1")).ShouldBe(["again"]);
    }

    [Theory]
    [MemberData(nameof(HostileNames.All), MemberType = typeof(HostileNames))]
    public async Task A_hostile_name_is_refused(string name)
    {
        await Should.ThrowAsync<ArgumentException>(() => Store.OpenWriteAsync(name, truncate: true, Cancellation));
        await Should.ThrowAsync<ArgumentException>(() => TextAsync(Store, name));
        await Should.ThrowAsync<ArgumentException>(() => Store.CompleteAsync(name, Cancellation));
    }

    [Fact]
    public async Task Every_flush_is_metered()
    {
        await using var writer = await Store.OpenWriteAsync("log", truncate: true, Cancellation);
        using var commits = new CommitCounter("logs");
        writer.Write("one");
        await writer.FlushAsync(Cancellation);
        commits.Count.ShouldBeGreaterThanOrEqualTo(1);
    }

    protected abstract Task<ILogStore> OpenAsync(LogStoreOptions? options = null);

    protected static async Task<List<string>> TextAsync(ILogStore store, string stream, int? tail = null, bool follow = false)
    {
        var lines = new List<string>();
        await foreach (var line in store.ReadAsync(stream, tail, follow, Cancellation))
        {
            lines.Add(line.Text);
        }

        return lines;
    }

    protected async Task WriteAsync(string stream, bool truncate, params string[] lines)
    {
        await using var writer = await Store.OpenWriteAsync(stream, truncate, Cancellation);
        foreach (var line in lines)
        {
            writer.Write(line);
        }
    }

    private async Task<List<LogLine>> ReadAsync(string stream)
    {
        var lines = new List<LogLine>();
        await foreach (var line in Store.ReadAsync(stream, cancellation: Cancellation))
        {
            lines.Add(line);
        }

        return lines;
    }
}
