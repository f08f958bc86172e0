using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Pipelines.Benchmarks.Workflows;

/// <summary>What the disk alone takes: small SQLite transactions one after another, each made durable.</summary>
internal static class RawCommits
{
    /// <summary>Commits a row at a time, and returns the seconds each took.</summary>
    public static Measurements.Samples Run(string directory, int count)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(directory, "raw.db")};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT);");
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO rows (text) VALUES ('one row of about the size of an event in the history of a workflow')";
        insert.Prepare();
        var samples = new Measurements.Samples();
        for (var i = 0; i < count; i++)
        {
            var started = Stopwatch.GetTimestamp();
            _ = insert.ExecuteNonQuery();
            samples.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return samples;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }
}
