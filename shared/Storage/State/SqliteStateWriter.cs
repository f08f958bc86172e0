using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Pipelines.Storage.State;

/// <summary>
/// The one writer of a state database. Writes that arrive while a transaction is being synchronised share the next one,
/// so that their number, not the disk's latency, bounds throughput. It has its own thread: SQLite blocks.
/// </summary>
internal sealed class SqliteStateWriter : IDisposable
{
    private const int MaximumWrites = 512;
    private const int MaximumBytes = 16 * 1024 * 1024;

    private readonly BlockingCollection<StateWrite> _queue = new(new ConcurrentQueue<StateWrite>());
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _find;
    private readonly SqliteCommand _put;
    private readonly SqliteCommand _delete;
    private readonly Thread _thread;

    /// <summary>Initializes a new instance of the <see cref="SqliteStateWriter"/> class.</summary>
    /// <param name="connection">An open connection; the writer owns it.</param>
    public SqliteStateWriter(SqliteConnection connection)
    {
        _connection = connection;
        _find = Command("SELECT version FROM documents WHERE collection = $collection AND key = $key");
        _put = Command("REPLACE INTO documents (collection, key, json) VALUES ($collection, $key, $json) RETURNING version");
        _put.Parameters.Add("$json", SqliteType.Text);
        _delete = Command("DELETE FROM documents WHERE collection = $collection AND key = $key");
        _thread = new Thread(Run) { IsBackground = true, Name = "state writer" };
        _thread.Start();
    }

    /// <summary>Queues a write.</summary>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public void Enqueue(StateWrite write)
    {
        try
        {
            _queue.Add(write);
        }
        catch (InvalidOperationException failure)
        {
            throw new ObjectDisposedException("The state store is closed.", failure);
        }
    }

    /// <summary>Finishes the queued writes and closes the connection.</summary>
    public void Dispose()
    {
        if (_queue.IsAddingCompleted)
        {
            return;
        }

        _queue.CompleteAdding();
        _thread.Join();
        _find.Dispose();
        _put.Dispose();
        _delete.Dispose();
        _connection.Dispose();
        _queue.Dispose();
    }

    /// <summary>The text of a version, as callers see it.</summary>
    public static string ETag(long version) => version.ToString("x");

    private SqliteCommand Command(string text)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        command.Parameters.Add("$collection", SqliteType.Text);
        command.Parameters.Add("$key", SqliteType.Text);
        return command;
    }

    private void Run()
    {
        var batch = new List<StateWrite>();
        while (TakeBatch(batch))
        {
            try
            {
                Commit(batch);
            }
            catch (SqliteException) when (batch.Count > 1)
            {
                // One write's failure is not the others'.
                batch.ForEach(CommitAlone);
            }
            catch (Exception failure)
            {
                batch.ForEach(write => write.Fail(failure));
            }

            batch.Clear();
        }
    }

    private bool TakeBatch(List<StateWrite> batch)
    {
        if (!_queue.TryTake(out var write, Timeout.Infinite))
        {
            return false;
        }

        long bytes = 0;
        do
        {
            batch.Add(write);
            bytes += write.Size;
        }
        while (batch.Count < MaximumWrites && bytes < MaximumBytes && _queue.TryTake(out write));

        return true;
    }

    private void CommitAlone(StateWrite write)
    {
        try
        {
            Commit([write]);
        }
        catch (Exception failure)
        {
            write.Fail(failure);
        }
    }

    private void Commit(List<StateWrite> batch)
    {
        using (var transaction = _connection.BeginTransaction(deferred: false))
        {
            _find.Transaction = _put.Transaction = _delete.Transaction = transaction;
            batch.ForEach(Apply);
            transaction.Commit();
        }

        if (batch.Exists(static write => write.Outcome is not null))
        {
            StorageMetrics.Committed("state");
        }

        batch.ForEach(static write => write.Complete());
    }

    private void Apply(StateWrite write)
    {
        write.Outcome = null;
        var present = Bind(_find, write).ExecuteScalar() is long version ? ETag(version) : null;
        if (!write.Allows(present))
        {
            return;
        }

        if (write.Json is not null)
        {
            Bind(_put, write).Parameters[2].Value = write.Json;
            write.Outcome = ETag((long)_put.ExecuteScalar()!);
        }
        else if (present is not null)
        {
            Bind(_delete, write).ExecuteNonQuery();
            write.Outcome = present;
        }
    }

    private static SqliteCommand Bind(SqliteCommand command, StateWrite write)
    {
        command.Parameters[0].Value = write.Collection;
        command.Parameters[1].Value = write.Key;
        return command;
    }
}
