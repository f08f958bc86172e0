using Pipelines.Node.State;
using Pipelines.Oci.Runtime;

namespace Pipelines.Node.Runtimes;

/// <summary>Writes the <c>config.json</c> of an instance's bundle (OCI runtime-spec 1.0).</summary>
internal static class OciBundle
{
    private const long SmallestTemporary = 16 << 20;

    /// <summary>What an ordinary server needs as root of its own container. No raw sockets, no devices, no administration.</summary>
    private static readonly RuntimeCapabilities RootCapabilities = RuntimeCapabilities.Of(
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_SETGID", "CAP_SETUID", "CAP_NET_BIND_SERVICE");

    public static void Write(InstanceLaunch launch)
    {
        var spec = new RuntimeSpec
        {
            Process = new RuntimeProcess
            {
                User = new RuntimeUser((int)launch.User.Id, (int)launch.User.Group, [.. launch.User.Groups.Select(each => (int)each)]),
                Args = launch.Arguments,
                Env = [.. launch.Environment.Select(each => $"{each.Key}={each.Value}")],
                Cwd = launch.WorkingDirectory,

                // The kernel takes the capabilities from a process that becomes an ordinary user; so does the bundle.
                Capabilities = launch.User.Id == 0 ? RootCapabilities : RuntimeCapabilities.None,
            },
            Root = new RuntimeRoot(launch.RootDirectory, Readonly: false),
            Hostname = launch.HostName,
            Mounts = Mounts(launch),
            Linux = Linux(launch),
        };
        AtomicFile.WriteBytes(Path.Combine(launch.BundleDirectory, "config.json"), RuntimeJson.Serialize(spec));
    }

    // Programs that size their heap by the memory limit look for it below /sys/fs/cgroup.
    private static IReadOnlyList<RuntimeMount> Mounts(InstanceLaunch launch) =>
        [
            .. RuntimeDefaults.Mounts,
            new("/sys", "sysfs", "sysfs", ["nosuid", "noexec", "nodev", "ro"]),
            new("/sys/fs/cgroup", "cgroup", "cgroup", ["nosuid", "noexec", "nodev", "relatime", "ro"]),
            RuntimeMount.Memory("/tmp", Math.Max(launch.Limits.MemoryBytes / 2, SmallestTemporary), "1777"),
            .. launch.Files.Select(each => RuntimeMount.ReadOnly(each.Value, each.Key)),
            .. launch.HostDirectories.Select(each => RuntimeMount.ReadOnly(each, each)),
        ];

    private static RuntimeLinux Linux(InstanceLaunch launch) => new()
    {
        Namespaces = [.. RuntimeDefaults.Namespaces(network: false), new("network", launch.NamespacePath)],
        Seccomp = RuntimeDefaults.Seccomp,
        CgroupsPath = launch.Cgroup is { } cgroup ? cgroup.Path + "/c" : null,
        Resources = launch.Cgroup is null ? null : Resources(launch.Limits),
    };

    private static RuntimeResources Resources(InstanceLimits limits) => new(
        new RuntimeMemory(limits.MemoryBytes + InstanceCgroup.Slack),
        new RuntimeCpu(limits.CpuMillicores * (InstanceCgroup.Period / 1000), InstanceCgroup.Period),
        new RuntimePids(limits.Processes));
}
