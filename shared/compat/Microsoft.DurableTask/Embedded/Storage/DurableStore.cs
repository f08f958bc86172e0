using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Pipelines.DurableTask.Embedded.Storage;

/// <summary>
/// The database: one writer thread that commits the work of many instances in one transaction. While one commit waits for
/// the disk the next one's work gathers, so the batch grows with the load and a lone write waits for nobody.
/// </summary>
internal sealed class DurableStore : IDisposable
{
    private const int MaximumBatch = 512;

    private readonly BlockingCollection<IStoreWrite> _writes = [];
    private readonly TaskCompletionSource _fault = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SqliteConnection _connection;
    private readonly StoreTransaction _transaction;
    private readonly Thread _writer;
    private Exception? _failure;
    private long _lastId;

    private DurableStore(SqliteConnection connection, string readerConnectionString, long epoch)
    {
        _connection = connection;
        _transaction = new StoreTransaction(connection);
        Reader = new StoreReader(readerConnectionString);
        Epoch = epoch;
        _lastId = epoch << 32;
        _writer = new Thread(Run) { IsBackground = true, Name = "durable-task-writer" };
        _writer.Start();
    }

    /// <summary>Gets the number of this ownership of the database: each start takes the next.</summary>
    public long Epoch { get; }

    public StoreReader Reader { get; }

    /// <summary>Gets a task that fails when the store can no longer be written.</summary>
    public Task Fault => _fault.Task;

    /// <summary>Opens the database, making it if it is missing, and takes it over from whoever had it.</summary>
    public static DurableStore Open(string path)
    {
        SQLitePCL.Batteries_V2.Init();
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { Length: > 0 } directory)
        {
            Directory.CreateDirectory(directory);
        }

        if (!OperatingSystem.IsWindows())
        {
            // Payloads are nobody else's business; SQLite gives its side files the mode of this one.
            new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.ReadWrite,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }).Dispose();
        }

        // The writer's connection is its own (no pool), so that closing it closes the file.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString());
        try
        {
            connection.Open();
            var epoch = TakeOver(connection);
            var reader = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, DefaultTimeout = 30 }.ToString();
            return new DurableStore(connection, reader, epoch);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Gives a number larger than any before, over all starts.</summary>
    public long NextId() => Interlocked.Increment(ref _lastId);

    /// <summary>Does work in the next transaction.</summary>
    /// <returns>Its result, once durable.</returns>
    public Task<T> WriteAsync<T>(Func<StoreTransaction, T> work)
    {
        var write = new StoreWrite<T>(work);
        try
        {
            _writes.Add(write);
        }
        catch (InvalidOperationException)
        {
            write.Fail(_failure ?? new ObjectDisposedException(nameof(DurableStore), "The durable task engine has stopped."));
        }

        return write.Completion;
    }

    /// <summary>Writes no more.</summary>
    public void Fail(Exception exception)
    {
        _failure ??= exception;
        _writes.CompleteAdding();
        _fault.TrySetException(exception);
    }

    /// <summary>Finishes what was asked for and closes the database.</summary>
    public void Dispose()
    {
        _writes.CompleteAdding();
        if (Thread.CurrentThread != _writer)
        {
            _writer.Join();
        }
    }

    private static long TakeOver(SqliteConnection connection)
    {
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 30000;");
        Execute(connection, "BEGIN IMMEDIATE;" + Schema.Sql);
        Execute(connection, $"INSERT INTO owner (id, epoch, schema) VALUES (1, 1, {Schema.Version}) ON CONFLICT (id) DO UPDATE SET epoch = epoch + 1;");
        var schema = Scalar(connection, "SELECT schema FROM owner");
        if (schema != Schema.Version)
        {
            throw new InvalidOperationException($"The durable task database '{connection.DataSource}' has schema {schema}; this program reads schema {Schema.Version}.");
        }

        var epoch = Scalar(connection, "SELECT epoch FROM owner");
        Execute(connection, "COMMIT");
        StorageMeter.Committed();
        return epoch;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this assembly only.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this assembly only.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }

    private void Run()
    {
        var batch = new List<IStoreWrite>();
        foreach (var first in _writes.GetConsumingEnumerable())
        {
            batch.Clear();
            batch.Add(first);
            while (batch.Count < MaximumBatch && _writes.TryTake(out var next))
            {
                batch.Add(next);
            }

            Commit(batch);
        }

        // The readers first: the last connection to close folds the write-ahead log into the database.
        Reader.Close();
        _transaction.Dispose();
        _connection.Dispose();
    }

    private void Commit(List<IStoreWrite> batch)
    {
        try
        {
            while (batch.Count > 0 && _failure is null && !TryCommit(batch))
            {
            }
        }
        catch (Exception exception)
        {
            // The database is another's, or broken: nothing that was promised can be kept from here on.
            Fail(exception);
        }

        if (_failure is { } failure)
        {
            batch.ForEach(write => write.Fail(failure));
        }
    }

    /// <summary>Commits the batch; false if a piece of work failed half done and the rest must begin again without it.</summary>
    private bool TryCommit(List<IStoreWrite> batch)
    {
        // Refused for what another of the batch wrote, which is true only once that is durable: told after the commit.
        var refusals = new Dictionary<IStoreWrite, Exception>();
        _transaction.Begin();
        try
        {
            ThrowIfStale();
            for (var i = 0; i < batch.Count; i++)
            {
                var before = _transaction.Writes;
                try
                {
                    batch[i].Execute(_transaction);
                }
                catch (Exception exception) when (exception is not SqliteException)
                {
                    if (_transaction.Writes != before)
                    {
                        batch[i].Fail(exception);
                        batch.RemoveAt(i);
                        _transaction.Rollback();
                        return false;
                    }

                    refusals.Add(batch[i], exception);
                }
            }

            // With nothing written there is no fsync, and no commit to count.
            _transaction.Commit();
            if (_transaction.Writes > 0)
            {
                StorageMeter.Committed();
            }
        }
        catch
        {
            TryRollback();
            throw;
        }

        _transaction.RunAfterCommit();
        foreach (var write in batch)
        {
            if (refusals.TryGetValue(write, out var refusal))
            {
                write.Fail(refusal);
            }
            else
            {
                write.Succeed();
            }
        }

        return true;
    }

    private void TryRollback()
    {
        try
        {
            _transaction.Rollback();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself; the first error is the one to report.
        }
    }

    private void ThrowIfStale()
    {
        var owner = (long)_transaction.Scalar("SELECT epoch FROM owner")!;
        if (owner != Epoch)
        {
            throw new StaleOwnerException(Epoch, owner);
        }
    }
}
