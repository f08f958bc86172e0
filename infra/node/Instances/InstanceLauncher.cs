using System.Text;
using Pipelines.Clusters;
using Pipelines.Node.Images;
using Pipelines.Node.Networks;
using Pipelines.Node.Runtimes;
using Pipelines.Node.State;
using Pipelines.Oci;

namespace Pipelines.Node.Instances;

/// <summary>Starts, finds and ends the runs of instances, and removes what they leave.</summary>
internal sealed class InstanceLauncher(NodePaths paths, NodeRuntime runtime, IImageStore images, ExitWatcher exits, EgressGateways egress, NamespaceThread namespaces, TimeProvider time)
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static readonly TimeSpan StartInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan TerminateInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan KillTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Starts a run. The record has been saved with the run's number before.</summary>
    /// <exception cref="ImageUnavailableException">The image is not there.</exception>
    /// <exception cref="IOException">The machine refuses a namespace, mount or file.</exception>
    /// <exception cref="InvalidDataException">The image's config makes no sense.</exception>
    public async Task<InstanceRun> StartAsync(InstanceRecord record, InstancePlan plan, CancellationToken cancellation)
    {
        var files = new InstanceFiles(paths, record.Id);
        var image = await images.EnsureAsync(plan.Component.Image ?? throw new InvalidDataException("The component has no image."), cancellation);
        InstanceRootFileSystem.Delete(files);
        await Task.WhenAll(
            InstanceRootFileSystem.CreateAsync(files, image, runtime.Overlay, cancellation),
            AttachAsync(record, plan, cancellation));
        var limits = new InstanceLimits(plan.Component.MemoryBytes, plan.Component.CpuMillicores);
        var cgroup = runtime.Cgroups?.Of(record.Id);
        cgroup?.Create(limits);
        var command = runtime.Instances.Prepare(CreateLaunch(record, plan, image.Config, files, limits, cgroup));
        if (!File.Exists(files.Log))
        {
            AtomicFile.WriteText(files.Log, string.Empty);
        }

        cancellation.ThrowIfCancellationRequested();
        var shim = Shim.Start(files, record.Attempt, command, cgroup?.ProcessFiles ?? []);
        return new InstanceRun(record.Attempt, shim, exits.WatchAsync(files, record.Attempt, shim));
    }

    /// <summary>Waits until a run's own program runs: a sandbox takes its time before that, on a busy machine seconds.</summary>
    public async Task AwaitStartAsync(InstanceRecord record, CancellationToken cancellation)
    {
        while (!runtime.Instances.HasStarted(record.ContainerId))
        {
            await Task.Delay(StartInterval, time, cancellation);
        }
    }

    /// <summary>Finds the run of an earlier node, alive or ended since; null where there is none to be found.</summary>
    public InstanceRun? Find(InstanceRecord record)
    {
        var files = new InstanceFiles(paths, record.Id);
        if (record.Attempt == 0 || record.BootId != Interop.ProcessInfo.BootId)
        {
            return null;
        }

        if (Shim.Find(files, record.Attempt) is { } shim)
        {
            return new InstanceRun(record.Attempt, shim, exits.WatchAsync(files, record.Attempt, shim));
        }

        return File.Exists(files.Pid(record.Attempt))
            ? new InstanceRun(record.Attempt, 0, Task.FromResult(Shim.ReadExitCode(files, record.Attempt) ?? ExitWatcher.Killed))
            : null;
    }

    /// <summary>Asks a run to end, and after the grace period makes it.</summary>
    public async Task StopAsync(InstanceRecord record, InstanceRun run, TimeSpan grace)
    {
        var asked = time.GetTimestamp();
        var first = true;
        while (!run.Exited.IsCompleted && time.GetElapsedTime(asked) < grace)
        {
            await runtime.Instances.TerminateAsync(record.ContainerId, run.ShimId, first);
            first = false;
            var left = grace - time.GetElapsedTime(asked);
            await WaitAsync(run.Exited, left < TerminateInterval ? left : TerminateInterval);
        }

        if (!run.Exited.IsCompleted)
        {
            await runtime.Instances.DeleteAsync(record.ContainerId, run.ShimId);
            await WaitAsync(run.Exited, KillTimeout);
        }
    }

    /// <summary>Whether the instance's memory limit was met.</summary>
    public bool RanOutOfMemory(InstanceRecord record) => runtime.Cgroups?.Of(record.Id).RanOutOfMemory() ?? false;

    /// <summary>Removes every trace of a run but its log: processes, container, control group, namespace, files, markers.</summary>
    public async Task CleanUpAsync(InstanceRecord record)
    {
        var files = new InstanceFiles(paths, record.Id);
        await runtime.Instances.DeleteAsync(record.ContainerId, Shim.Find(files, record.Attempt) ?? 0);
        if (runtime.Cgroups is { } cgroups)
        {
            await cgroups.Of(record.Id).DeleteAsync();
        }

        if (record.Namespace is { } name)
        {
            await AppNetwork.DetachAsync(name);
        }

        InstanceRootFileSystem.Delete(files);
        files.DeleteMarkers(record.Attempt);
    }

    private static async Task WaitAsync(Task task, TimeSpan timeout)
    {
        if (timeout > TimeSpan.Zero)
        {
            await Task.WhenAny(task, Task.Delay(timeout));
        }
    }

    private static IReadOnlyList<string> CommandLine(ReleaseComponent component, ContainerConfig config)
    {
        IReadOnlyList<string> command = component.RunCommand is { Length: > 0 } run ? ["/bin/sh", "-c", run] : [.. config.Entrypoint, .. config.Cmd];
        return command.Count > 0 ? command : throw new InvalidDataException("The image names no command to run, and neither does the spec.");
    }

    private static Dictionary<string, string> CreateEnvironment(InstanceRecord record, ReleaseComponent component, ContainerConfig config, string home)
    {
        var environment = new Dictionary<string, string> { ["PATH"] = DefaultPath, ["HOME"] = home, ["HOSTNAME"] = record.Name };
        foreach (var entry in config.Env)
        {
            var parts = entry.Split('=', 2);
            environment[parts[0]] = parts.Length == 2 ? parts[1] : string.Empty;
        }

        foreach (var (name, value) in component.Environment)
        {
            environment[name] = value;
        }

        if (record.HostPort > 0)
        {
            environment["PORT"] = record.HostPort.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return environment;
    }

    private async Task AttachAsync(InstanceRecord record, InstancePlan plan, CancellationToken cancellation)
    {
        if (record.Namespace is { } name && plan.Network is { } network)
        {
            var path = await network.AttachAsync(name, record.Address, cancellation);

            // An ordinary user may listen on port 80: nobody else is in this namespace.
            await namespaces.RunAsync(path, () =>
            {
                File.WriteAllText("/proc/sys/net/ipv4/ip_unprivileged_port_start", "0");
                return true;
            });
        }
    }

    private InstanceLaunch CreateLaunch(InstanceRecord record, InstancePlan plan, ContainerConfig config, InstanceFiles files, InstanceLimits limits, InstanceCgroup? cgroup)
    {
        var user = ImageUser.Resolve(config.User, files.Root);
        return new InstanceLaunch
        {
            ContainerId = record.ContainerId,
            BundleDirectory = files.Bundle,
            RootDirectory = files.Root,
            NamespacePath = record.Namespace is { } name ? AppNetwork.PathOf(name) : null,
            Arguments = CommandLine(plan.Component, config),
            Environment = CreateEnvironment(record, plan.Component, config, user.Home),
            WorkingDirectory = config.WorkingDir is { Length: > 0 } directory ? directory : "/",
            User = user,
            HostName = record.Name,
            Files = WriteFiles(record, plan, files),
            Limits = limits,
            Cgroup = cgroup,
        };
    }

    private Dictionary<string, string> WriteFiles(InstanceRecord record, InstancePlan plan, InstanceFiles files)
    {
        var hosts = new StringBuilder("127.0.0.1 localhost\n::1 localhost\n");
        if (record.Address > 0)
        {
            hosts.Append(AddressPlan.Instance(record.Address)).Append(' ').Append(record.Name).Append('\n');
        }

        foreach (var (name, address) in plan.Hosts)
        {
            hosts.Append(address).Append(' ').Append(name).Append('\n');
        }

        var hostsFile = Path.Combine(files.Bundle, "hosts");
        var resolverFile = Path.Combine(files.Bundle, "resolv.conf");
        AtomicFile.WriteText(hostsFile, hosts.ToString(), shared: true);
        AtomicFile.WriteText(resolverFile, egress.ResolverConfiguration, shared: true);
        return new Dictionary<string, string> { ["/etc/hosts"] = hostsFile, ["/etc/resolv.conf"] = resolverFile };
    }
}
