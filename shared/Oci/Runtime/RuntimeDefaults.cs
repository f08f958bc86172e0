namespace Pipelines.Oci.Runtime;

/// <summary>What containers of this platform have in common.</summary>
public static class RuntimeDefaults
{
    private const ulong NewUserNamespace = 0x10000000;
    private const uint NotPermitted = 1;
    private const uint NoSuchCall = 38;

    /// <summary>Gets the file systems every program expects: proc, dev, pts, shm, mqueue and sys (read only).</summary>
    public static IReadOnlyList<RuntimeMount> Mounts { get; } =
    [
        new("/proc", "proc", "proc", ["nosuid", "noexec", "nodev"]),
        new("/dev", "tmpfs", "tmpfs", ["nosuid", "strictatime", "mode=755", "size=65536k"]),
        new("/dev/pts", "devpts", "devpts", ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"]),
        new("/dev/shm", "tmpfs", "shm", ["nosuid", "noexec", "nodev", "mode=1777", "size=65536k"]),
        new("/dev/mqueue", "mqueue", "mqueue", ["nosuid", "noexec", "nodev"]),
    ];

    /// <summary>Gets the parts of proc and sys that tell or change too much of the host.</summary>
    public static IReadOnlyList<string> MaskedPaths { get; } =
    [
        "/proc/acpi", "/proc/asound", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list",
        "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi", "/sys/firmware", "/sys/devices/virtual/powercap",
    ];

    /// <summary>Gets the parts of proc that can only be read.</summary>
    public static IReadOnlyList<string> ReadonlyPaths { get; } =
        ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

    /// <summary>
    /// Gets a filter against the calls that lead to the kernel's rarely used parts, where most escapes from containers
    /// began: new user namespaces, mounts, BPF, keyrings, performance events, modules, io_uring.
    /// </summary>
    public static RuntimeSeccomp Seccomp { get; } = new(
        "SCMP_ACT_ALLOW",
        [
            new(
                [
                    "acct", "add_key", "bpf", "delete_module", "finit_module", "fsconfig", "fsmount", "fsopen", "fspick",
                    "init_module", "io_uring_enter", "io_uring_register", "io_uring_setup", "kexec_file_load", "kexec_load",
                    "keyctl", "lookup_dcookie", "mount", "mount_setattr", "move_mount", "nfsservctl", "open_by_handle_at",
                    "open_tree", "perf_event_open", "pivot_root", "process_vm_readv", "process_vm_writev", "quotactl",
                    "reboot", "request_key", "setns", "swapoff", "swapon", "syslog", "umount2", "unshare", "userfaultfd",
                ],
                "SCMP_ACT_ERRNO",
                NotPermitted),
            new(["clone"], "SCMP_ACT_ERRNO", NotPermitted, [new(0, NewUserNamespace, NewUserNamespace, "SCMP_CMP_MASKED_EQ")]),

            // Its flags are behind a pointer that a filter cannot read: without it, libraries fall back to clone.
            new(["clone3"], "SCMP_ACT_ERRNO", NoSuchCall),
        ]);

    /// <summary>Namespaces of its own for everything, network included or shared with the host.</summary>
    /// <param name="network">Whether the container gets a network of its own.</param>
    public static IReadOnlyList<RuntimeNamespace> Namespaces(bool network) =>
        network
            ? [new("pid"), new("mount"), new("ipc"), new("uts"), new("network")]
            : [new("pid"), new("mount"), new("ipc"), new("uts")];
}
