using Microsoft.Data.Sqlite;
using Pipelines.Storage.State;

namespace Pipelines.Storage.Tests.State;

public sealed class SqliteStateStoreTests : StateStoreKit
{
    private readonly TemporaryDirectory _directory = new();

    private string DatabasePath => _directory["data/state.db"];

    [Fact]
    public async Task Documents_outlive_the_process()
    {
        var etag = await Store.PutAsync("apps", "a", "1", cancellation: Cancellation);
        ((IDisposable)Store).Dispose();
        using var reopened = new SqliteStateStore(DatabasePath);
        (await reopened.GetAsync("apps", "a", Cancellation)).ShouldBe(new StateDocument("a", "1", etag!));
        await Should.ThrowAsync<ObjectDisposedException>(() => Store.PutAsync("apps", "a", "1", cancellation: Cancellation));
    }

    [Fact]
    public async Task Concurrent_writes_share_a_commit()
    {
        await Store.PutAsync("apps", "warm", "0", cancellation: Cancellation);
        using var blocker = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        await blocker.OpenAsync(Cancellation);
        var transaction = blocker.BeginTransaction(deferred: false);
        using var commits = new CommitCounter("state");
        var writes = Enumerable.Range(0, 200).Select(i => Store.PutAsync("apps", $"k{i}", "1", cancellation: Cancellation)).ToArray();
        await transaction.DisposeAsync();
        await Task.WhenAll(writes);
        commits.Count.ShouldBeLessThan(100);
        (await Store.CountAsync("apps", "k", Cancellation)).ShouldBe(200);
    }

    [Fact]
    public async Task A_reader_does_not_wait_for_the_writer()
    {
        await Store.PutAsync("apps", "a", "1", cancellation: Cancellation);
        using var blocker = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        await blocker.OpenAsync(Cancellation);
        using var transaction = blocker.BeginTransaction(deferred: false);
        var write = Store.PutAsync("apps", "a", "2", cancellation: Cancellation);
        (await Store.GetAsync("apps", "a", Cancellation))!.Json.ShouldBe("1");
        write.IsCompleted.ShouldBeFalse();
        await transaction.RollbackAsync(Cancellation);
        (await write).ShouldNotBeNull();
    }

    [Fact]
    public void Only_the_owner_can_read_the_files()
    {
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(DatabasePath)!))
        {
            UnixMode.Of(file).ShouldBe(UnixMode.PrivateFile, file);
        }

        UnixMode.Of(Path.GetDirectoryName(DatabasePath)!).ShouldBe(UnixMode.PrivateDirectory);
    }

    [Fact]
    public void The_database_of_a_newer_version_is_refused()
    {
        var path = _directory["newer.db"];
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        Should.Throw<InvalidOperationException>(() => new SqliteStateStore(path)).Message.ShouldContain("newer version");
    }

    protected override Task<IStateStore> OpenAsync() => Task.FromResult<IStateStore>(new SqliteStateStore(DatabasePath));

    protected override async ValueTask CloseAsync(IStateStore? store)
    {
        await base.CloseAsync(store);
        _directory.Dispose();
    }
}
