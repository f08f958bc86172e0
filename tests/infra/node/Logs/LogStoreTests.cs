using System.Text;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Node.Instances;
using Pipelines.Node.Logs;
using Pipelines.Node.State;

namespace Pipelines.Node.Tests.Logs;

public sealed class LogStoreTests : IDisposable
{
    private const int Readers = 50;
    private const int Lines = 100_000;
    private readonly string data = Directory.CreateTempSubdirectory("pln-logs-").FullName;

    [Fact]
    public async Task Fifty_readers_who_stand_still_take_a_part_of_the_output_each_not_all_of_it()
    {
        using var store = await CreateAsync("web-1", "web-2");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var readers = Enumerable.Range(0, Readers).Select(_ => store.ReadAsync(new InstanceLogQuery("app", Follow: true), CancellationToken.None).GetAsyncEnumerator()).ToList();
        foreach (var reader in readers)
        {
            (await reader.MoveNextAsync()).ShouldBeTrue();
        }

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Readers;
        each.ShouldBeLessThan(1 << 20);
        new FileInfo(Path.Combine(data, "logs", "web-1.log")).Length.ShouldBeGreaterThan(8 << 20);

        // One goes on to the end, whatever the others do, and misses nothing.
        var counts = new Dictionary<string, int>();
        do
        {
            var line = readers[0].Current;
            line.Text.ShouldStartWith($"line {counts.GetValueOrDefault(line.Instance)} ");
            counts[line.Instance] = counts.GetValueOrDefault(line.Instance) + 1;
        }
        while (counts.Values.Sum() < 2 * Lines && await readers[0].MoveNextAsync());
        counts.ShouldBe(new Dictionary<string, int> { ["web-1"] = Lines, ["web-2"] = Lines }, ignoreOrder: true);
        foreach (var reader in readers)
        {
            await reader.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_tail_is_cut_over_all_and_what_is_older_than_asked_for_is_left_out()
    {
        using var store = await CreateAsync("web-1", "web-2");
        var last = await store.ReadAsync(new InstanceLogQuery("app", Tail: 3), TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        last.Select(line => line.Text[..10]).ShouldBe(["line 99997", "line 99998", "line 99999"]);
        (await store.ReadAsync(new InstanceLogQuery("app", Tail: 0), TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
        (await store.ReadAsync(new InstanceLogQuery("app", Since: DateTimeOffset.UtcNow.AddHours(1)), TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
        (await store.ReadAsync(new InstanceLogQuery("app", Since: DateTimeOffset.UtcNow.AddHours(-1)), TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken)).ShouldBe(2 * Lines);
    }

    [Fact]
    public async Task An_instance_that_is_far_ahead_does_not_keep_back_the_lines_of_another()
    {
        using var store = await CreateAsync("web-1", "web-2");
        await using var reader = store.ReadAsync(new InstanceLogQuery("app", Tail: 0, Follow: true), TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var first = reader.MoveNextAsync();
        await AppendAsync("web-1", "begins");
        (await first).ShouldBeTrue();
        reader.Current.Text.ShouldBe("begins");

        // Whenever it has read a line of web-2 another is there: without an end of its own the round would never come to web-1.
        await AppendAsync("web-2", "goes on 0");
        await AppendAsync("web-1", "waits");
        var seen = new List<string>();
        for (var i = 1; !seen.Contains("waits"); i++)
        {
            (await reader.MoveNextAsync()).ShouldBeTrue();
            seen.Add(reader.Current.Text);
            await AppendAsync("web-2", $"goes on {i}");
            i.ShouldBeLessThan(100);
        }

        Task AppendAsync(string instance, string line) => File.AppendAllTextAsync(Path.Combine(data, "logs", instance + ".log"), line + "\n", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_one_reader_sees_first_wakes_the_others()
    {
        using var store = await CreateAsync("web-1");
        var query = new InstanceLogQuery("app", Tail: 0, Follow: true);
        await using var waiting = store.ReadAsync(query, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var woken = waiting.MoveNextAsync();
        for (var i = 0; i < 20; i++)
        {
            await File.AppendAllTextAsync(Path.Combine(data, "logs", "web-1.log"), $"news {i}\n", TestContext.Current.CancellationToken);
            (await store.ReadAsync(new InstanceLogQuery("app", Tail: 1), TestContext.Current.CancellationToken).SingleAsync(TestContext.Current.CancellationToken)).Text.ShouldBe($"news {i}");
            (await woken).ShouldBeTrue();
            waiting.Current.Text.ShouldBe($"news {i}");
            woken = waiting.MoveNextAsync();
        }

        // An iterator that runs cannot be disposed of.
        await File.AppendAllTextAsync(Path.Combine(data, "logs", "web-1.log"), "end\n", TestContext.Current.CancellationToken);
        (await woken).ShouldBeTrue();
    }

    public void Dispose() => Directory.Delete(data, recursive: true);

    private async Task<LogStore> CreateAsync(params string[] instances)
    {
        var paths = new NodePaths(data);
        paths.Create();
        var store = new LogStore(paths, new NodeOptions { LogBytes = 20 << 20 }, TimeProvider.System);
        foreach (var instance in instances)
        {
            store.Open(new InstanceRecord { Id = instance, AppId = "app", ReleaseId = "r1", Component = "web", Kind = ComponentKind.Service, Name = instance });
            var text = new StringBuilder();
            for (var i = 0; i < Lines; i++)
            {
                text.Append("line ").Append(i).Append(' ').Append('x', 80).Append('\n');
            }

            await File.AppendAllTextAsync(Path.Combine(data, "logs", instance + ".log"), text.ToString());
        }

        return store;
    }
}
