using System.Security.Cryptography;
using System.Text;

namespace Pipelines.EndToEnd.Platform;

/// <summary>What a platform may leave on the machine, and must not.</summary>
internal static class Leftovers
{
    private const string NetworkNamespaces = "/run/netns";
    private const string ControlGroups = "/sys/fs/cgroup";

    /// <summary>Lists what is there of a platform that has been stopped.</summary>
    public static IReadOnlyList<string> OfStopped(string data) =>
    [
        .. Processes(data).Select(process => $"process {process}"),
        .. OfInstances(data),
        .. OfBuilds(data),
        .. ControlGroupsOf(data),
    ];

    /// <summary>Lists namespaces, mounts and containers of instances.</summary>
    public static IReadOnlyList<string> OfInstances(string data)
    {
        var node = Path.Combine(data, "node");
        return
        [
            .. Namespaces(data),
            .. File.ReadLines("/proc/self/mounts").Where(line => line.Contains(data + "/", StringComparison.Ordinal)),
            .. Entries(Path.Combine(node, "instances")),
            .. Entries(Path.Combine(node, "run")),
            .. Entries(Path.Combine(node, "runtime", "runc")),
            .. Entries(Path.Combine(node, "runtime", "runsc")),
            .. Entries(Path.Combine(node, "apps")),
        ];
    }

    /// <summary>Lists workspaces and containers of builds.</summary>
    public static IReadOnlyList<string> OfBuilds(string data)
    {
        var builds = Path.Combine(data, "builds");
        return
        [
            .. Entries(Path.Combine(builds, "workspaces")),
            .. Directory.Exists(Path.Combine(builds, "containers"))
                ? Directory.EnumerateDirectories(Path.Combine(builds, "containers")).SelectMany(Entries)
                : [],
        ];
    }

    /// <summary>Lists the processes whose command line or environment names the data directory: id and command line.</summary>
    public static IReadOnlyList<string> Processes(string data) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Where(directory => int.TryParse(Path.GetFileName(directory), out var id) && id != Environment.ProcessId)
            .Select(directory => (Directory: directory, Command: Read(directory, "cmdline"), Environment: Read(directory, "environ")))
            .Where(process => Names(process.Command, data) || Names(process.Environment, data))
            .Select(process => $"{Path.GetFileName(process.Directory)} {process.Command.Replace('\0', ' ').Trim()}"),
    ];

    /// <summary>Lists the node's network namespaces.</summary>
    public static IEnumerable<string> Namespaces(string data) =>
        Directory.Exists(NetworkNamespaces) ? Directory.EnumerateFiles(NetworkNamespaces, $"pl-{Tag(data)}*") : [];

    private static IEnumerable<string> ControlGroupsOf(string data) =>
        Directory.EnumerateDirectories(ControlGroups).Append(ControlGroups).Select(hierarchy => $"{hierarchy}/pipelines-{Tag(data)}").Where(Directory.Exists);

    // As infra/node/README.md says: the names that the kernel knows carry a hash of the node's data directory.
    private static string Tag(string data) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.Combine(data, "node"))))[..8];

    private static bool Names(string text, string data) =>
        text.Contains(data + "/", StringComparison.Ordinal) || text.Contains(data + "\0", StringComparison.Ordinal);

    private static string[] Entries(string directory) => Directory.Exists(directory) ? Directory.GetFileSystemEntries(directory) : [];

    private static string Read(string directory, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(directory, file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
