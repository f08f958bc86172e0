using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;

namespace Pipelines.DurableTask.Embedded.Storage;

/// <summary>Reads on connections of its own, beside the writer.</summary>
internal sealed class StoreReader(string connectionString)
{
    public const string InstanceColumns =
        "id, execution, name, version, status, created, updated, input, output, custom_status, failure, tags, parent_id, parent_name, parent_execution, parent_task";

    public static InstanceRecord ReadInstance(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        Execution = row.GetInt64(1),
        Name = row.GetString(2),
        Version = row.GetString(3),
        Status = (OrchestrationRuntimeStatus)row.GetInt32(4),
        Created = Time(row.GetInt64(5)),
        Updated = Time(row.GetInt64(6)),
        Input = Text(row, 7),
        Output = Text(row, 8),
        CustomStatus = Text(row, 9),
        Failure = Text(row, 10),
        Tags = Text(row, 11),
        Parent = row.IsDBNull(12) ? null : new ParentReference(row.GetString(12), row.GetString(13), row.GetInt64(14), row.GetInt64(15)),
    };

    public InstanceRecord? FindInstance(string id) =>
        Query($"SELECT {InstanceColumns} FROM instances WHERE id = @p0", ReadInstance, id).FirstOrDefault();

    public List<HistoryEvent> ReadHistory(string id) => Query(
        "SELECT kind, timestamp, task_id, name, data FROM history WHERE instance_id = @p0 ORDER BY seq",
        row => new HistoryEvent((HistoryEventKind)row.GetInt32(0), Time(row.GetInt64(1)), row.GetInt64(2), Text(row, 3), Text(row, 4)),
        id);

    /// <summary>Gives the instances that a query selects, in the order of their ids.</summary>
    public List<InstanceRecord> FindInstances(InstanceSelection selection, string? afterId, int limit) => Query(
        $"""
        SELECT {InstanceColumns} FROM instances
        WHERE (@p0 IS NULL OR id > @p0) AND (@p1 IS NULL OR created >= @p1) AND (@p2 IS NULL OR created <= @p2)
            AND (@p3 IS NULL OR substr(id, 1, length(@p3)) = @p3)
            AND (@p4 IS NULL OR instr(@p4, ',' || status || ',') > 0)
        ORDER BY id LIMIT @p5
        """,
        ReadInstance,
        afterId,
        selection.CreatedFrom?.UtcTicks,
        selection.CreatedTo?.UtcTicks,
        selection.IdPrefix,
        selection.Statuses is null ? null : $",{string.Join(',', selection.Statuses.Select(status => (int)status))},",
        limit);

    public List<InboxMessage> ReadInbox() => Query(
        "SELECT instance_id, id, kind, execution, task_id, name, data FROM inbox ORDER BY instance_id, id",
        row => new InboxMessage(
            row.GetString(0), row.GetInt64(1), (HistoryEventKind)row.GetInt32(2), row.GetInt64(3), row.GetInt64(4), Text(row, 5), Text(row, 6)));

    public List<ActivityRecord> ReadActivities() => Query(
        "SELECT instance_id, execution, task_id, name, version, input FROM activities ORDER BY execution, task_id",
        row => new ActivityRecord(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetString(3), row.GetString(4), Text(row, 5)));

    public List<TimerRecord> ReadTimers() => Query(
        "SELECT instance_id, execution, task_id, due FROM timers",
        row => new TimerRecord(row.GetString(0), row.GetInt64(1), row.GetInt64(2), Time(row.GetInt64(3))));

    /// <summary>Closes the idle connections.</summary>
    public void Close()
    {
        using var connection = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a constant of this assembly; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"@p{i}", values[i] ?? DBNull.Value);
        }

        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
