namespace Pipelines.DurableTask.Embedded.Storage;

/// <summary>The tables. Times are UTC ticks.</summary>
internal static class Schema
{
    public const long Version = 1;

    public const string Sql =
        """
        CREATE TABLE IF NOT EXISTS owner (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            epoch INTEGER NOT NULL,
            schema INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS instances (
            id TEXT PRIMARY KEY,
            execution INTEGER NOT NULL,
            name TEXT NOT NULL,
            version TEXT NOT NULL,
            status INTEGER NOT NULL,
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            input TEXT,
            output TEXT,
            custom_status TEXT,
            failure TEXT,
            tags TEXT,
            parent_id TEXT,
            parent_name TEXT,
            parent_execution INTEGER,
            parent_task INTEGER);
        CREATE INDEX IF NOT EXISTS instances_by_parent ON instances (parent_id) WHERE parent_id IS NOT NULL;
        CREATE TABLE IF NOT EXISTS history (
            instance_id TEXT NOT NULL,
            seq INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            timestamp INTEGER NOT NULL,
            task_id INTEGER NOT NULL,
            name TEXT,
            data TEXT,
            PRIMARY KEY (instance_id, seq)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS inbox (
            instance_id TEXT NOT NULL,
            id INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            execution INTEGER NOT NULL,
            task_id INTEGER NOT NULL,
            name TEXT,
            data TEXT,
            PRIMARY KEY (instance_id, id)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS activities (
            instance_id TEXT NOT NULL,
            execution INTEGER NOT NULL,
            task_id INTEGER NOT NULL,
            name TEXT NOT NULL,
            version TEXT NOT NULL,
            input TEXT,
            PRIMARY KEY (instance_id, execution, task_id)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS timers (
            instance_id TEXT NOT NULL,
            execution INTEGER NOT NULL,
            task_id INTEGER NOT NULL,
            due INTEGER NOT NULL,
            PRIMARY KEY (instance_id, execution, task_id)) WITHOUT ROWID;
        """;
}
