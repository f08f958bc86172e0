using Microsoft.Extensions.Options;
using Pipelines.Oci.Runtime;

namespace Pipelines.Activities.Builds.Sandboxes;

/// <summary>Describes the container of a build command.</summary>
internal sealed class SandboxSpec(MachineFiles machine, PackageClientFiles packageClients, IOptions<BuildOptions> options)
{
    private const long TemporaryBytes = 2L << 30;
    private readonly BuildOptions options = options.Value;

    /// <summary>Makes the bundle of a run: the root directory and config.json.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cgroup">The control group's path; null for a runtime that may not make any.</param>
    /// <param name="filter">Whether the runtime filters system calls.</param>
    /// <returns>The bundle's directory.</returns>
    public string Write(SandboxRun run, string? cgroup, bool filter)
    {
        var bundle = Directory.CreateDirectory(Path.Combine(run.ScratchDirectory, "bundle")).FullName;
        var root = Directory.CreateDirectory(Path.Combine(bundle, "rootfs")).FullName;
        var user = Ownership.BuildUser(options);
        Directory.CreateDirectory(Path.Combine(root, "etc"));
        File.WriteAllText(Path.Combine(root, "etc/passwd"), $"root:x:0:0:root:/root:/bin/sh\nbuild:x:{user}:{user}:build:{SandboxPaths.Home}:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n");
        File.WriteAllText(Path.Combine(root, "etc/group"), $"root:x:0:\nbuild:x:{user}:\nnogroup:x:65534:\n");
        var spec = new RuntimeSpec
        {
            Process = new RuntimeProcess
            {
                User = new(user, user),

                // The container ends with the runtime's own process, and that with the platform's.
                Args = ["/usr/bin/setpriv", "--pdeathsig", "KILL", "/bin/sh", "-c", run.Command],
                Env = [.. run.Environment.Select(variable => $"{variable.Key}={variable.Value}")],
                Cwd = SandboxPaths.Workspace,
                Rlimits = [new("RLIMIT_NOFILE", OpenFiles.Limit, OpenFiles.Limit), new("RLIMIT_CORE", 0, 0)],
                OomScoreAdj = 500,
            },
            Root = new(root, Readonly: true),
            Hostname = "build",
            Mounts = [.. Mounts(run, root, user)],
            Linux = new RuntimeLinux
            {
                Namespaces = RuntimeDefaults.Namespaces(options.Network == SandboxNetwork.None),
                CgroupsPath = cgroup,
                Resources = cgroup is null ? null : new(new(options.MemoryBytes, options.MemoryBytes), null, new(options.MaxProcesses)),
                Seccomp = filter ? RuntimeDefaults.Seccomp : null,
            },
        };
        File.WriteAllBytes(Path.Combine(bundle, "config.json"), RuntimeJson.Serialize(spec));
        return bundle;
    }

    private IEnumerable<RuntimeMount> Mounts(SandboxRun run, string root, int user)
    {
        var clients = Directory.CreateDirectory(Path.Combine(run.ScratchDirectory, "clients")).FullName;
        return
        [
            .. RuntimeDefaults.Mounts,
            .. machine.MountInto(root),
            RuntimeMount.Memory("/tmp", TemporaryBytes, "1777"),
            RuntimeMount.Writable(run.Workspace, SandboxPaths.Workspace),
            RuntimeMount.Writable(run.Cache, SandboxPaths.Cache),
            .. packageClients.MountFrom(clients, user),
        ];
    }
}
