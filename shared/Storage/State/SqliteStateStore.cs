using Microsoft.Data.Sqlite;
using Pipelines.Storage.Files;

namespace Pipelines.Storage.State;

/// <summary>
/// Documents in one SQLite file: write-ahead log, full synchronous commits, one writer that commits in groups, readers on
/// connections of their own that never wait for it.
/// </summary>
public sealed class SqliteStateStore : IStateStore, IDisposable
{
    // AUTOINCREMENT never gives a number twice, so a document deleted and written again has a tag it never had.
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS documents (
            version INTEGER PRIMARY KEY AUTOINCREMENT,
            collection TEXT NOT NULL,
            key TEXT NOT NULL,
            json TEXT NOT NULL,
            UNIQUE (collection, key));
        PRAGMA user_version = 1;
        """;

    private const long SchemaVersion = 1;
    private readonly string _readers;
    private readonly SqliteStateWriter _writer;
    private volatile bool _disposed;

    /// <summary>Initializes a new instance of the <see cref="SqliteStateStore"/> class.</summary>
    /// <param name="path">The database file; made with mode 0600, its directory with 0700, where they are missing.</param>
    /// <exception cref="InvalidOperationException">The file was written by a newer version of the platform.</exception>
    /// <exception cref="SqliteException">The file is damaged or no database.</exception>
    public SqliteStateStore(string path)
    {
        path = Path.GetFullPath(path);
        PrivateFile.CreateDirectory(Path.GetDirectoryName(path)!);

        // SQLite gives its write-ahead log the mode of the database file.
        new FileStream(path, PrivateFile.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite)).Dispose();
        DirectorySync.Flush(Path.GetDirectoryName(path)!);
        _readers = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly }.ToString();
        _writer = new SqliteStateWriter(OpenWriter(path));
    }

    /// <inheritdoc/>
    public Task<StateDocument?> GetAsync(string collection, string key, CancellationToken cancellation = default)
    {
        ValidateNames(collection, key);
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(Find(collection, key));
    }

    /// <inheritdoc/>
    public Task<string?> PutAsync(string collection, string key, string json, StateCondition condition = default, CancellationToken cancellation = default)
    {
        ValidateNames(collection, key);
        var size = StateLimits.ValidateDocument(collection, key, json);
        return WriteAsync(new StateWrite(collection, key, json, size, condition), cancellation);
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(string collection, string key, StateCondition condition = default, CancellationToken cancellation = default)
    {
        ValidateNames(collection, key);
        return await WriteAsync(new StateWrite(collection, key, null, 0, condition), cancellation) is not null;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StateDocument>> ListAsync(string collection, string prefix = "", string? after = null, int limit = 100, CancellationToken cancellation = default)
    {
        ValidateRange(collection, prefix);
        StateLimits.ValidatePage(limit);
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<StateDocument>>(List(collection, prefix, after, limit));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListKeysAsync(string collection, string prefix = "", string? after = null, int limit = 1000, CancellationToken cancellation = default)
    {
        ValidateRange(collection, prefix);
        StateLimits.ValidatePage(limit);
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<string>>(ListKeys(collection, prefix, after, limit));
    }

    /// <inheritdoc/>
    public Task<int> CountAsync(string collection, string prefix = "", CancellationToken cancellation = default)
    {
        ValidateRange(collection, prefix);
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(Count(collection, prefix));
    }

    /// <summary>Finishes the queued writes and closes the file.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        using (var pooled = new SqliteConnection(_readers))
        {
            SqliteConnection.ClearPool(pooled);
        }

        _writer.Dispose();
    }

    private static SqliteConnection OpenWriter(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
            RefuseNewer(connection, path);
            Execute(connection, Schema);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void RefuseNewer(SqliteConnection connection, string path)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        if (command.ExecuteScalar() is > SchemaVersion)
        {
            throw new InvalidOperationException($"'{path}' was written by a newer version of the platform. Start that version, or another data directory.");
        }
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private static void BindRange(SqliteCommand command, string collection, string prefix)
    {
        command.Parameters.AddWithValue("$collection", collection);
        command.Parameters.AddWithValue("$prefix", prefix);

        // The first text after all that start with the prefix; names are ASCII, and ~ sorts after every character of one.
        command.Parameters.AddWithValue("$end", prefix + "~");
    }

    private static StateDocument Read(SqliteDataReader reader) =>
        new(reader.GetString(0), reader.GetString(1), SqliteStateWriter.ETag(reader.GetInt64(2)));

    private static void ValidateNames(string collection, string key)
    {
        StorageName.ValidateState(collection, nameof(collection));
        StorageName.ValidateState(key, nameof(key));
    }

    private static void ValidateRange(string collection, string prefix)
    {
        StorageName.ValidateState(collection, nameof(collection));
        StorageName.ValidateStatePrefix(prefix);
    }

    // A read takes microseconds and SQLite only blocks: it runs where its caller is.
    private StateDocument? Find(string collection, string key)
    {
        using var connection = OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT key, json, version FROM documents WHERE collection = $collection AND key = $key";
        command.Parameters.AddWithValue("$collection", collection);
        command.Parameters.AddWithValue("$key", key);
        using var reader = command.ExecuteReader();
        return reader.Read() ? Read(reader) : null;
    }

    private List<StateDocument> List(string collection, string prefix, string? after, int limit) =>
        ReadRange("key, json, version", Read, collection, prefix, after, limit);

    // The unique index holds the keys: the documents' own pages are not touched.
    private List<string> ListKeys(string collection, string prefix, string? after, int limit) =>
        ReadRange("key", reader => reader.GetString(0), collection, prefix, after, limit);

    private List<T> ReadRange<T>(string columns, Func<SqliteDataReader, T> read, string collection, string prefix, string? after, int limit)
    {
        using var connection = OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {columns} FROM documents WHERE collection = $collection AND key >= $prefix AND key < $end AND key > $after ORDER BY key LIMIT $limit";
        BindRange(command, collection, prefix);
        command.Parameters.AddWithValue("$after", after ?? "");
        command.Parameters.AddWithValue("$limit", limit);
        var rows = new List<T>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private int Count(string collection, string prefix)
    {
        using var connection = OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM documents WHERE collection = $collection AND key >= $prefix AND key < $end";
        BindRange(command, collection, prefix);
        return (int)(long)command.ExecuteScalar()!;
    }

    private Task<string?> WriteAsync(StateWrite write, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_disposed, this);
        _writer.Enqueue(write);
        return write.Done.WaitAsync(cancellation);
    }

    private SqliteConnection OpenReader()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var connection = new SqliteConnection(_readers);
        connection.Open();
        return connection;
    }
}
