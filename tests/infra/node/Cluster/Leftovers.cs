using Pipelines.Node.Networks;
using Pipelines.Node.State;

namespace Pipelines.Node.Tests.Cluster;

/// <summary>What a node may leave behind on the machine, and must not.</summary>
internal static class Leftovers
{
    /// <summary>Lists namespaces, mounts, control groups, processes and files of instances that are still there.</summary>
    public static IReadOnlyList<string> Of(string data)
    {
        var tag = new NodePaths(data).Tag;
        return
        [
            .. Directory.Exists(AppNetwork.NamespaceDirectory) ? Directory.EnumerateFiles(AppNetwork.NamespaceDirectory, $"pl-{tag}-*") : [],
            .. File.ReadLines("/proc/self/mounts").Where(line => line.Contains(data, StringComparison.Ordinal)),
            .. Directory.EnumerateDirectories("/sys/fs/cgroup").Select(each => $"{each}/pipelines-{tag}").Where(Directory.Exists),
            .. Directory.EnumerateDirectories(Path.Combine(data, "instances")),
            .. Directory.EnumerateFiles(Path.Combine(data, "run")),
            .. Directory.EnumerateDirectories(Path.Combine(data, "apps")),
            .. Directory.EnumerateDirectories("/proc").Where(each => int.TryParse(Path.GetFileName(each), out _)).Select(CommandLine).Where(line => line.Contains(data, StringComparison.Ordinal)),
        ];
    }

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(process + "/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }
}
