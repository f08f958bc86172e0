using Microsoft.Data.Sqlite;

namespace Pipelines.DurableTask.Embedded.Storage;

/// <summary>The writer's connection within a transaction; it keeps its statements prepared.</summary>
internal sealed class StoreTransaction(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private readonly List<Action> _afterCommit = [];

    /// <summary>Gets how many rows this transaction has written so far.</summary>
    public int Writes { get; private set; }

    public void Begin()
    {
        Writes = 0;
        _afterCommit.Clear();
        Prepare("BEGIN IMMEDIATE", []).ExecuteNonQuery();
    }

    public void Commit() => Prepare("COMMIT", []).ExecuteNonQuery();

    public void Rollback()
    {
        _afterCommit.Clear();
        Prepare("ROLLBACK", []).ExecuteNonQuery();
    }

    /// <summary>Adds what the writer does once the transaction is durable.</summary>
    public void AfterCommit(Action action) => _afterCommit.Add(action);

    public void RunAfterCommit()
    {
        foreach (var action in _afterCommit)
        {
            action();
        }
    }

    public int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        var rows = Prepare(sql, values).ExecuteNonQuery();
        Writes += rows;
        return rows;
    }

    public object? Scalar(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteScalar();

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var reader = Prepare(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a constant of this assembly; values are parameters.
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = $"@p{i}" });
            }

            _commands.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }
}
