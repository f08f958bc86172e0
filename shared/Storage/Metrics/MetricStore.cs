using Microsoft.Data.Sqlite;
using Pipelines.Storage.Files;

namespace Pipelines.Storage.Metrics;

/// <summary>
/// Measurements of all apps in one SQLite file, at the resolutions of <see cref="MetricResolution.All"/>. Rows lie in the
/// order of time: a round of samples is written in one place, what is too old is cut off in one piece, and its pages take
/// what comes. An app has at most 1,608 rows, of 64 components with 64 instances each. A loss of power may cost the last
/// seconds; nothing waits for the disk.
/// </summary>
public sealed class MetricStore : IMetricReader, IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS samples (
            step INTEGER NOT NULL,
            at INTEGER NOT NULL,
            app BLOB NOT NULL,
            data BLOB NOT NULL,
            PRIMARY KEY (step, at, app)) WITHOUT ROWID;
        PRAGMA user_version = 1;
        """;

    // Each step is looked up by the whole key: as many looks as samples, wherever other apps' rows lie between them.
    private const string Steps = "WITH RECURSIVE steps (at) AS (SELECT $1 UNION ALL SELECT at + $3 FROM steps WHERE at + $3 <= $2) ";
    private const string ReadApp = Steps + "SELECT steps.at, samples.data FROM steps CROSS JOIN samples ON samples.step = $3 AND samples.at = steps.at AND samples.app = $4";
    private const string DeleteApp = Steps + "DELETE FROM samples WHERE step = $3 AND at IN (SELECT at FROM steps) AND app = $4";

    private readonly string _readers;
    private readonly TimeProvider _time;
    private readonly SqliteConnection _writer;
    private readonly Lock _writing = new();
    private volatile bool _disposed;

    /// <summary>Initializes a new instance of the <see cref="MetricStore"/> class.</summary>
    /// <param name="path">The database file; made with mode 0600 where it is missing.</param>
    /// <param name="time">The clock that ranges are judged by.</param>
    /// <exception cref="SqliteException">The file is damaged or no database.</exception>
    public MetricStore(string path, TimeProvider time)
    {
        _time = time;
        path = Path.GetFullPath(path);
        PrivateFile.CreateDirectory(Path.GetDirectoryName(path)!);
        new FileStream(path, PrivateFile.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite)).Dispose();
        _readers = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly }.ToString();
        _writer = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _writer.Open();
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
        Execute(Schema);
    }

    /// <inheritdoc/>
    public string Source => "platform";

    /// <summary>Tells the end of the step of the finest resolution in which a moment lies: when samples of that moment are written.</summary>
    public static DateTimeOffset StepOf(DateTimeOffset moment)
    {
        var step = MetricResolution.All[0].Seconds;
        return DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds() / step * step);
    }

    /// <summary>Writes a round of samples, makes the coarser ones that are complete with it, and forgets what is too old.</summary>
    /// <param name="at">When they were taken, as <see cref="StepOf"/> has it; a second round of a step replaces the first.</param>
    /// <param name="samples">The samples of each app.</param>
    /// <exception cref="ArgumentException">An app's id is no UUID.</exception>
    public void Write(DateTimeOffset at, IReadOnlyDictionary<string, IReadOnlyList<ComponentSample>> samples)
    {
        var rows = samples.Select(sample => (App: KeyOf(sample.Key), Data: SampleCodec.Write(sample.Value))).OrderBy(row => Convert.ToHexString(row.App), StringComparer.Ordinal).ToList();
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            using var transaction = _writer.BeginTransaction();
            var seconds = at.ToUnixTimeSeconds();
            Insert(MetricResolution.All[0].Seconds, seconds, rows);
            for (var i = 1; i < MetricResolution.All.Count; i++)
            {
                RollUp(MetricResolution.All[i - 1], MetricResolution.All[i], seconds);
            }

            foreach (var resolution in MetricResolution.All)
            {
                Execute("DELETE FROM samples WHERE step = $1 AND at <= $2", resolution.Seconds, seconds - (long)resolution.Kept.TotalSeconds);
            }

            transaction.Commit();
        }

        StorageMetrics.Committed("metrics");
    }

    /// <inheritdoc/>
    public Task<MetricRange> ReadAsync(string appId, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_disposed, this);
        var now = _time.GetUtcNow();
        var resolution = MetricResolution.For(start, now);
        var step = resolution.Seconds;
        var first = Ceiling(Math.Max(start.ToUnixTimeSeconds(), (now - resolution.Kept).ToUnixTimeSeconds()), step);
        var last = Math.Min(end.ToUnixTimeSeconds(), now.ToUnixTimeSeconds() + step);
        return Task.FromResult(new MetricRange(resolution.Step, first <= last ? Read(KeyOf(appId), step, first, last) : []));
    }

    /// <summary>Forgets an app.</summary>
    public void Delete(string appId)
    {
        var app = KeyOf(appId);
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var now = _time.GetUtcNow().ToUnixTimeSeconds();
            foreach (var resolution in MetricResolution.All)
            {
                var (step, kept) = (resolution.Seconds, (long)resolution.Kept.TotalSeconds);
                Execute(DeleteApp, Ceiling(now - kept - step, step), now + step, step, app);
            }
        }

        StorageMetrics.Committed("metrics");
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_writing)
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
    }

    private static byte[] KeyOf(string appId) => Guid.TryParse(appId, out var id) ? id.ToByteArray(bigEndian: true) : throw new ArgumentException($"'{appId}' is no id of an app", nameof(appId));

    private static long Ceiling(long seconds, long step) => (seconds + step - 1) / step * step;

    private List<AppSample> Read(byte[] app, long step, long first, long last)
    {
        using var connection = new SqliteConnection(_readers);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = ReadApp;
        Bind(command, first, last, step, app);
        var samples = new List<AppSample>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            samples.Add(new AppSample(DateTimeOffset.FromUnixTimeSeconds(reader.GetInt64(0)), SampleCodec.Read((byte[])reader[1])));
        }

        return samples;
    }

    private void Insert(long step, long at, List<(byte[] App, byte[] Data)> rows)
    {
        using var command = _writer.CreateCommand();
        command.CommandText = "INSERT OR REPLACE INTO samples (step, at, app, data) VALUES ($1, $2, $3, $4)";
        Bind(command, step, at, Array.Empty<byte>(), Array.Empty<byte>());
        foreach (var (app, data) in rows)
        {
            command.Parameters[2].Value = app;
            command.Parameters[3].Value = data;
            command.ExecuteNonQuery();
        }
    }

    // Goes on where the newest coarse row is, and over the gaps of a platform that did not run.
    private void RollUp(MetricResolution fine, MetricResolution coarse, long now)
    {
        var done = Number("SELECT MAX(at) FROM samples WHERE step = $1", coarse.Seconds) ?? 0;
        while (Number("SELECT MIN(at) FROM samples WHERE step = $1 AND at > $2", fine.Seconds, done) is { } next)
        {
            done = Ceiling(next, coarse.Seconds);
            if (done > now)
            {
                return;
            }

            Insert(coarse.Seconds, done, Merge(fine.Seconds, done - coarse.Seconds, done));
        }
    }

    private List<(byte[] App, byte[] Data)> Merge(long step, long after, long until)
    {
        var apps = new SortedDictionary<Guid, SampleMerge>();
        using var command = _writer.CreateCommand();
        command.CommandText = "SELECT app, data FROM samples WHERE step = $1 AND at > $2 AND at <= $3 ORDER BY at";
        Bind(command, step, after, until);
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                var app = new Guid((byte[])reader[0], bigEndian: true);
                if (!apps.TryGetValue(app, out var merge))
                {
                    apps[app] = merge = new SampleMerge();
                }

                merge.Add(SampleCodec.Read((byte[])reader[1]));
            }
        }

        return [.. apps.Select(app => (app.Key.ToByteArray(bigEndian: true), SampleCodec.Write(app.Value.ToComponents())))];
    }

    private long? Number(string text, params object[] values)
    {
        using var command = _writer.CreateCommand();
        command.CommandText = text;
        Bind(command, values);
        return command.ExecuteScalar() as long?;
    }

    private void Execute(string text, params object[] values)
    {
        using var command = _writer.CreateCommand();
        command.CommandText = text;
        Bind(command, values);
        _ = command.ExecuteNonQuery();
    }

    private static void Bind(SqliteCommand command, params object[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            _ = command.Parameters.AddWithValue($"${i + 1}", values[i]);
        }
    }
}
