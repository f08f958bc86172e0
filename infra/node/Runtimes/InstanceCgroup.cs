using System.Globalization;
using Pipelines.Node.Interop;

namespace Pipelines.Node.Runtimes;

/// <summary>
/// The control group of one instance: it carries the limits and outlives the processes, so that it can be asked why they
/// ended. A container runtime makes its own group below it.
/// </summary>
internal sealed class InstanceCgroup(string path, IReadOnlyDictionary<string, string> directories, IReadOnlyList<string> everywhere, bool unified)
{
    /// <summary>The room a container's own limit has above this group's: the group's must be met first, because it is the one that is asked.</summary>
    internal const long Slack = 1 << 20;

    internal const int Period = 100_000;
    private static readonly TimeSpan KillInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan KillTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Gets the path within each hierarchy.</summary>
    public string Path => path;

    /// <summary>Gets the files a process writes its id to in order to enter the group.</summary>
    public IReadOnlyList<string> ProcessFiles => [.. directories.Values.Distinct().Select(directory => directory + "/cgroup.procs")];

    /// <summary>Makes the group and sets its limits. A limit that the machine does not offer is left out.</summary>
    public void Create(InstanceLimits limits)
    {
        foreach (var directory in directories.Values)
        {
            Directory.CreateDirectory(directory);
        }

        if (unified)
        {
            Write("memory", "memory.max", limits.MemoryBytes);
            Write("memory", "memory.swap.max", 0);
            Write("memory", "memory.oom.group", 1);
            Write("cpu", "cpu.max", $"{limits.CpuMillicores * (Period / 1000)} {Period}");
        }
        else
        {
            Write("memory", "memory.limit_in_bytes", limits.MemoryBytes);
            Write("cpu", "cpu.cfs_period_us", Period);
            Write("cpu", "cpu.cfs_quota_us", limits.CpuMillicores * (Period / 1000));
        }

        Write("pids", "pids.max", limits.Processes);
    }

    /// <summary>Whether processes of the group were refused memory (version 1) or killed for it (version 2).</summary>
    public bool RanOutOfMemory() => unified
        ? ReadTable("memory", "memory.events").GetValueOrDefault("oom_kill") > 0
        : ReadNumber("memory", "memory.failcnt") > 0;

    /// <summary>Memory in use without the page cache that the kernel can drop, in bytes; null when unknown.</summary>
    public long? MemoryBytes()
    {
        var used = ReadNumber("memory", unified ? "memory.current" : "memory.usage_in_bytes");
        var cache = ReadTable("memory", "memory.stat").GetValueOrDefault(unified ? "inactive_file" : "total_inactive_file");
        return used is null ? null : Math.Max(0, used.Value - cache);
    }

    /// <summary>Processor time used so far; null when unknown.</summary>
    public TimeSpan? ProcessorTime()
    {
        if (unified)
        {
            return ReadTable("cpu", "cpu.stat").TryGetValue("usage_usec", out var microseconds) ? TimeSpan.FromMicroseconds(microseconds) : null;
        }

        return ReadNumber("cpuacct", "cpuacct.usage") is { } nanoseconds ? TimeSpan.FromMicroseconds(nanoseconds / 1000.0) : null;
    }

    /// <summary>The processes in the group and below it.</summary>
    public IReadOnlyList<int> Processes() => [.. directories.Values.SelectMany(ProcessesBelow).Distinct()];

    /// <summary>Kills what is in the group and removes it; no error when it is gone.</summary>
    public async Task DeleteAsync()
    {
        var deadline = DateTime.UtcNow + KillTimeout;
        while (!TryRemove() && DateTime.UtcNow < deadline)
        {
            foreach (var process in Processes())
            {
                _ = Libc.Kill(process, Libc.SignalKill);
            }

            await Task.Delay(KillInterval);
        }
    }

    private static IEnumerable<int> ProcessesBelow(string directory)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(directory, "*", SearchOption.AllDirectories)
                .Append(directory)
                .SelectMany(each => File.ReadLines(each + "/cgroup.procs"))
                .Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return [];
        }
    }

    // A container runtime makes its group in every hierarchy, those included that carry no limit of ours.
    private bool TryRemove() => everywhere.Aggregate(true, (all, directory) => TryRemove(directory) && all);

    private static bool TryRemove(string directory)
    {
        try
        {
            if (!Directory.Exists(directory))
            {
                return true;
            }

            var inner = Directory.GetDirectories(directory).Aggregate(true, (all, each) => TryRemove(each) && all);
            return inner && Libc.RemoveDirectory(directory) == 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void Write(string controller, string file, object value)
    {
        if (!directories.TryGetValue(controller, out var directory))
        {
            return;
        }

        try
        {
            File.WriteAllText($"{directory}/{file}", Convert.ToString(value, CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // An older kernel without that file, or a controller that was not delegated: run without that limit.
        }
    }

    private long? ReadNumber(string controller, string file) =>
        Read(controller, file) is { } text && long.TryParse(text.AsSpan().Trim(), CultureInfo.InvariantCulture, out var number) ? number : null;

    private Dictionary<string, long> ReadTable(string controller, string file)
    {
        var table = new Dictionary<string, long>();
        foreach (var line in (Read(controller, file) ?? string.Empty).Split('\n'))
        {
            if (line.Split(' ') is [var key, var value] && long.TryParse(value, CultureInfo.InvariantCulture, out var number))
            {
                table[key] = number;
            }
        }

        return table;
    }

    private string? Read(string controller, string file)
    {
        try
        {
            return directories.TryGetValue(controller, out var directory) ? File.ReadAllText($"{directory}/{file}") : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
