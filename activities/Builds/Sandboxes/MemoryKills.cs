namespace Pipelines.Activities.Builds.Sandboxes;

/// <summary>Counts the processes of a control group that the kernel killed for memory, in either version of control groups.</summary>
internal static class MemoryKills
{
    /// <summary>The count; 0 where the group is gone.</summary>
    public static long Count(string cgroup)
    {
        foreach (var file in (string[])[$"/sys/fs/cgroup{cgroup}/memory.events", $"/sys/fs/cgroup/memory{cgroup}/memory.oom_control"])
        {
            if (TryRead(file) is { } count)
            {
                return count;
            }
        }

        return 0;
    }

    private static long? TryRead(string file)
    {
        try
        {
            var line = File.ReadLines(file).FirstOrDefault(line => line.StartsWith("oom_kill ", StringComparison.Ordinal));
            return line is not null && long.TryParse(line["oom_kill ".Length..], out var count) ? count : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
