using Microsoft.Data.Sqlite;
using Microsoft.DurableTask;

namespace Pipelines.DurableTask.Embedded;

/// <summary>Gives each test a database of its own.</summary>
public abstract class EngineTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("durable-");

    protected string Database => Path.Combine(_directory.FullName, "durable.db");

    internal Task<EngineHost> StartAsync(
        Action<DurableTaskRegistry> tasks, TimeProvider? time = null, Action<EmbeddedDurableTaskOptions>? options = null) =>
        EngineHost.StartAsync(Database, tasks, time, options);

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _directory.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}
