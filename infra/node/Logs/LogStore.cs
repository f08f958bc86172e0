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

        var last = new Queue<string>(count);
        var reading = new LogReading(log, 0, partial: true);
        while (reading.MoveNext())
        {
            last.Enqueue(reading.Current.Text);
            if (last.Count > count)
            {
                _ = last.Dequeue();
            }
        }

        return [.. last];
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

    // By time, and lines of one instance in their order where their times are equal. Of each output a part is in memory.
    // It ends with what there is now, so that an instance that never stops writing does not keep the others' lines back.
    private IEnumerable<InstanceLogLine> ReadNew(InstanceLogQuery query, Dictionary<string, long> offsets, bool partial, int? tail)
    {
        var (readings, skip) = OpenReadings(query, offsets, partial, tail);
        var heads = new PriorityQueue<LogReading, (DateTimeOffset, int)>();
        foreach (var (order, reading) in readings.Index())
        {
            Advance(heads, reading, order);
        }

        while (heads.TryDequeue(out var first, out var key))
        {
            if (skip-- <= 0 && (query.Since is not { } since || first.Current.Timestamp >= since))
            {
                yield return first.Current;
            }

            Advance(heads, first, key.Item2);
        }

        foreach (var reading in readings)
        {
            offsets[reading.Log.Owner.InstanceId] = reading.Offset;
        }
    }

    private static void Advance(PriorityQueue<LogReading, (DateTimeOffset, int)> heads, LogReading reading, int order)
    {
        if (reading.MoveNext())
        {
            heads.Enqueue(reading, (reading.Current.Timestamp, order));
        }
    }

    /// <summary>Begins to read what is new, and tells how many lines of all come before those that are wanted.</summary>
    private (List<LogReading> Readings, long Skip) OpenReadings(InstanceLogQuery query, Dictionary<string, long> offsets, bool partial, int? tail)
    {
        var readings = new List<LogReading>();
        long wanted = 0;
        foreach (var log in logs.Values.Where(log => Matches(log.Owner, query)))
        {
            if (log.Look(time.GetUtcNow()))
            {
                // Whoever sees it first tells all who follow: the watcher will find nothing new.
                changed.Raise();
            }

            var from = offsets.TryGetValue(log.Owner.InstanceId, out var offset) ? offset : query.Since is { } since ? log.OffsetOf(since) : 0;
            if (tail is not { } last)
            {
                readings.Add(new LogReading(log, from, partial, end: log.Length));
                continue;
            }

            var (lines, end) = log.Count(partial);
            wanted += Math.Min(lines, last);
            readings.Add(new LogReading(log, 0, partial, Math.Max(lines - last, 0), end));
        }

        return (readings, tail is { } count ? Math.Max(wanted - count, 0) : 0);
    }

    private static bool Matches(LogOwner owner, InstanceLogQuery query) =>
        owner.AppId == query.AppId
        && (query.Component is null || owner.Component == query.Component)
        && (query.ReleaseId is null || owner.ReleaseId == query.ReleaseId)
        && (query.JobKey is { } key ? owner.Job == NodeNames.Job(query.AppId, key) : query.WithJobs || owner.Job is null);

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
