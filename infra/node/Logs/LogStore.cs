using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Pipelines.Clusters;
using Pipelines.Node.Instances;
using Pipelines.Node.State;

namespace Pipelines.Node.Logs;

/// <summary>The output of all instances, those that are gone included as far as there is room.</summary>
internal sealed class LogStore : IDisposable
{
    private const int KeptPerApp = 20;
    private readonly NodePaths paths;
    private readonly TimeProvider time;
    private readonly long limit;
    private readonly ConcurrentDictionary<string, InstanceLog> logs = new();
    private readonly FileSystemWatcher watcher;
    private readonly ChangeSignal changed = new();

    public LogStore(NodePaths paths, NodeOptions options, TimeProvider time)
    {
        this.paths = paths;
        this.time = time;
        limit = options.LogBytes;
        Load();
        watcher = new FileSystemWatcher(paths.Logs, "*.log") { NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.FileName };
        watcher.Changed += (_, change) => Look(Path.GetFileNameWithoutExtension(change.Name));
        watcher.Error += (_, _) => LookAtAll();
        watcher.EnableRaisingEvents = true;
        LookAtAll();
    }

    /// <summary>Begins the log of an instance, or goes on with it.</summary>
    public void Open(InstanceRecord record)
    {
        var path = new InstanceFiles(paths, record.Id).Log;
        if (logs.ContainsKey(record.Id) && File.Exists(path))
        {
            return;
        }

        var owner = new LogOwner
        {
            InstanceId = record.Id,
            AppId = record.AppId,
            ReleaseId = record.ReleaseId,
            Component = record.Component,
            Instance = record.Name,
            Job = record.Job,
            CreatedAt = time.GetUtcNow(),
        };
        AtomicFile.Write(Path.ChangeExtension(path, ".json"), owner);
        AtomicFile.WriteText(path, string.Empty);
        logs[record.Id] = new InstanceLog(owner, path, limit);
    }

    /// <summary>Ends the log of an instance that is gone; the oldest such logs of the app make room.</summary>
    public void Close(InstanceRecord record)
    {
        if (!logs.TryGetValue(record.Id, out var log))
        {
            return;
        }

        log.Owner = log.Owner with { EndedAt = time.GetUtcNow() };
        AtomicFile.Write(Path.ChangeExtension(new InstanceFiles(paths, record.Id).Log, ".json"), log.Owner);
        var ended = logs.Values.Where(each => each.Owner.AppId == record.AppId && each.Owner.EndedAt is not null);
        foreach (var old in ended.OrderByDescending(each => each.Owner.EndedAt).Skip(KeptPerApp).ToList())
        {
            Remove(old);
        }
    }

    /// <summary>Removes all logs of an app.</summary>
    public void DeleteApp(string appId)
    {
        foreach (var log in logs.Values.Where(each => each.Owner.AppId == appId).ToList())
        {
            Remove(log);
        }
    }

    /// <summary>The last lines of one instance.</summary>
    public IReadOnlyList<string> ReadTail(string instanceId, int count)
    {
        if (!logs.TryGetValue(instanceId, out var log))
        {
            return [];
        }

        long offset = 0;
        return [.. log.Read(ref offset, partial: true).TakeLast(count).Select(line => line.Text)];
    }

    /// <summary>Reads what a query asks for, interleaved by time.</summary>
    public async IAsyncEnumerable<InstanceLogLine> ReadAsync(InstanceLogQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var offsets = new Dictionary<string, long>();
        var change = changed.Next;
        foreach (var line in ReadNew(query, offsets, !query.Follow, query.Tail))
        {
            yield return line;
        }

        while (query.Follow)
        {
            await change.WaitAsync(cancellation);
            change = changed.Next;
            foreach (var line in ReadNew(query, offsets, partial: false, tail: null))
            {
                yield return line;
            }
        }
    }

    public void Dispose() => watcher.Dispose();

    private IEnumerable<InstanceLogLine> ReadNew(InstanceLogQuery query, Dictionary<string, long> offsets, bool partial, int? tail)
    {
        var lines = new List<InstanceLogLine>();
        foreach (var log in logs.Values.Where(log => Matches(log.Owner, query)))
        {
            log.Look(time.GetUtcNow());
            var offset = offsets.GetValueOrDefault(log.Owner.InstanceId);
            var read = log.Read(ref offset, partial);
            offsets[log.Owner.InstanceId] = offset;
            lines.AddRange(tail is { } count ? read.TakeLast(count) : read);
        }

        // Stable: lines of one instance keep their order where their times are equal.
        IEnumerable<InstanceLogLine> sorted = lines.OrderBy(line => line.Timestamp);
        return tail is { } last ? sorted.TakeLast(last) : sorted;
    }

    private static bool Matches(LogOwner owner, InstanceLogQuery query) =>
        owner.AppId == query.AppId
        && (query.Component is null || owner.Component == query.Component)
        && (query.ReleaseId is null || owner.ReleaseId == query.ReleaseId)
        && owner.Job == (query.JobKey is null ? null : NodeNames.Job(query.AppId, query.JobKey));

    private void Load()
    {
        foreach (var file in Directory.EnumerateFiles(paths.Logs, "*.json"))
        {
            if (AtomicFile.Read<LogOwner>(file) is { } owner)
            {
                logs[owner.InstanceId] = new InstanceLog(owner, Path.ChangeExtension(file, ".log"), limit);
            }
        }
    }

    private void LookAtAll()
    {
        foreach (var id in logs.Keys)
        {
            Look(id);
        }
    }

    private void Look(string? id)
    {
        if (id is not null && logs.TryGetValue(id, out var log) && log.Look(time.GetUtcNow()))
        {
            changed.Raise();
        }
    }

    private void Remove(InstanceLog log)
    {
        logs.TryRemove(log.Owner.InstanceId, out _);
        log.Delete();
    }
}
