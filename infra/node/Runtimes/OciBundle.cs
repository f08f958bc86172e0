using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipelines.Node.State;

namespace Pipelines.Node.Runtimes;

/// <summary>Writes the <c>config.json</c> of an OCI runtime bundle (runtime-spec 1.0).</summary>
internal static class OciBundle
{
    /// <summary>What an ordinary server needs as root of its own container. No raw sockets, no devices, no administration.</summary>
    private static readonly string[] Capabilities =
        ["CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_SETGID", "CAP_SETUID", "CAP_NET_BIND_SERVICE"];

    private static readonly string[] MaskedPaths =
        ["/proc/acpi", "/proc/asound", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi", "/sys/firmware"];

    private static readonly string[] ReadOnlyPaths = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

    private static readonly string[] RefusedSystemCalls =
        [
            "acct", "add_key", "bpf", "delete_module", "finit_module", "fsconfig", "fsmount", "fsopen", "fspick", "init_module", "io_uring_enter",
            "io_uring_register", "io_uring_setup", "kexec_file_load", "kexec_load", "keyctl", "lookup_dcookie", "mount", "mount_setattr", "move_mount",
            "open_by_handle_at", "open_tree", "perf_event_open", "pivot_root", "process_vm_readv", "process_vm_writev", "quotactl", "reboot",
            "request_key", "setns", "settimeofday", "swapoff", "swapon", "syslog", "umount2", "userfaultfd", "vhangup",
        ];

    public static void Write(InstanceLaunch launch)
    {
        var config = new JsonObject
        {
            ["ociVersion"] = "1.0.2",
            ["process"] = Process(launch),
            ["root"] = new JsonObject { ["path"] = launch.RootDirectory, ["readonly"] = false },
            ["hostname"] = launch.HostName,
            ["mounts"] = Mounts(launch),
            ["linux"] = Linux(launch),
        };
        AtomicFile.WriteText(Path.Combine(launch.BundleDirectory, "config.json"), config.ToJsonString());
    }

    private static JsonObject Process(InstanceLaunch launch)
    {
        // The kernel drops the capabilities of a process that becomes an ordinary user; so does the bundle.
        var granted = launch.User.Id == 0 ? Capabilities : [];
        return new JsonObject
        {
            ["terminal"] = false,
            ["user"] = new JsonObject
            {
                ["uid"] = launch.User.Id,
                ["gid"] = launch.User.Group,
                ["additionalGids"] = Array([.. launch.User.Groups]),
            },
            ["args"] = Array([.. launch.Arguments]),
            ["env"] = Array([.. launch.Environment.Select(each => $"{each.Key}={each.Value}")]),
            ["cwd"] = launch.WorkingDirectory,
            ["capabilities"] = new JsonObject
            {
                ["bounding"] = Array(granted),
                ["effective"] = Array(granted),
                ["permitted"] = Array(granted),
            },
            ["noNewPrivileges"] = true,
        };
    }

    private static JsonArray Mounts(InstanceLaunch launch)
    {
        // Half of the memory at most: files in /tmp count as the instance's memory.
        var temporary = $"size={Math.Max(launch.Limits.MemoryBytes / 2, 16 << 20)}";
        var mounts = new JsonArray
        {
            Mount("/proc", "proc", "proc"),
            Mount("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
            Mount("/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"),
            Mount("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k"),
            Mount("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"),
            Mount("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro"),
            Mount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", "ro"),
            Mount("/tmp", "tmpfs", "tmpfs", "nosuid", "nodev", "mode=1777", temporary),
        };
        foreach (var (inside, outside) in launch.Files)
        {
            mounts.Add(Mount(inside, "bind", outside, "bind", "ro", "nosuid", "nodev", "noexec"));
        }

        foreach (var directory in launch.HostDirectories)
        {
            mounts.Add(Mount(directory, "bind", directory, "rbind", "ro"));
        }

        return mounts;
    }

    private static JsonObject Linux(InstanceLaunch launch)
    {
        var linux = new JsonObject
        {
            ["namespaces"] = new JsonArray(
                new JsonObject { ["type"] = "pid" },
                new JsonObject { ["type"] = "ipc" },
                new JsonObject { ["type"] = "uts" },
                new JsonObject { ["type"] = "mount" },
                new JsonObject { ["type"] = "network", ["path"] = launch.NamespacePath }),
            ["maskedPaths"] = Array(MaskedPaths),
            ["readonlyPaths"] = Array(ReadOnlyPaths),
            ["seccomp"] = Seccomp(),
            ["sysctl"] = new JsonObject { ["net.ipv4.ip_unprivileged_port_start"] = "0" },
        };
        if (launch.Cgroup is { } cgroup)
        {
            linux["cgroupsPath"] = cgroup.Path + "/c";
            linux["resources"] = Resources(launch.Limits);
        }

        return linux;
    }

    private static JsonObject Resources(InstanceLimits limits) => new()
    {
        ["devices"] = new JsonArray(new JsonObject { ["allow"] = false, ["access"] = "rwm" }),
        ["memory"] = new JsonObject { ["limit"] = limits.MemoryBytes + InstanceCgroup.Slack },
        ["cpu"] = new JsonObject { ["quota"] = limits.CpuMillicores * 100, ["period"] = 100_000 },
        ["pids"] = new JsonObject { ["limit"] = limits.Processes },
    };

    private static JsonObject Seccomp() => new()
    {
        ["defaultAction"] = "SCMP_ACT_ALLOW",
        ["architectures"] = Array(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? ["SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM"] : ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"]),
        ["syscalls"] = new JsonArray(new JsonObject
        {
            ["names"] = Array(RefusedSystemCalls),
            ["action"] = "SCMP_ACT_ERRNO",
            ["errnoRet"] = 1,
        }),
    };

    private static JsonObject Mount(string destination, string type, string source, params ReadOnlySpan<string> options) => new()
    {
        ["destination"] = destination,
        ["type"] = type,
        ["source"] = source,
        ["options"] = Array(options),
    };

    private static JsonArray Array<T>(params ReadOnlySpan<T> items)
    {
        var array = new JsonArray();
        foreach (var item in items)
        {
            array.Add(JsonSerializer.SerializeToNode(item));
        }

        return array;
    }
}
