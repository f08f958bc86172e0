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
