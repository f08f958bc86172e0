using System.ComponentModel;
using System.Globalization;
using Pipelines.Node.Commands;
using Pipelines.Node.Instances;
using Pipelines.Node.Interop;
using Pipelines.Node.Networks;
using Pipelines.Node.State;

namespace Pipelines.Node.Runtimes;

/// <summary>Finds out by trying how instances can run on this machine: nothing is concluded from names or versions.</summary>
internal sealed partial class RuntimeSelector(NodePaths paths, NodeOptions options, ILogger<RuntimeSelector> logger)
{
    private const string Auto = "auto";
    private const string ProcessName = "process";
    private const long TestMemory = 128L << 20;
    private static readonly string[] Containers = ["runsc", "runc", "crun"];
    private static readonly TimeSpan TestTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Tries the runtimes in order of preference, or takes what a try on this boot with the same programs has found.</summary>
    /// <exception cref="InvalidOperationException">The configured runtime does not work.</exception>
    public async Task<NodeRuntime> SelectAsync(CancellationToken cancellation)
    {
        var cgroups = CgroupTree.Open(paths.Tag);
        var key = CacheKey();
        var found = AtomicFile.Read<SelfTestResult>(paths.SelfTest);
        if (found is null || found.Key != key)
        {
            found = await TestAsync(key, cgroups, cancellation);
            AtomicFile.Write(paths.SelfTest, found);
        }

        foreach (var (name, reason) in found.Rejected)
        {
            LogRejected(name, reason);
        }

        LogSelected(found.Runtime, found.Networks, found.Overlay, cgroups is not null);
        var runtime = found.Runtime == ProcessName ? (IInstanceRuntime)new ProcessRuntime() : Container(found.Runtime, cgroups);
        return new NodeRuntime(runtime, found.Networks, found.Overlay, cgroups, found.Rejected);
    }

    private async Task<SelfTestResult> TestAsync(string key, CgroupTree? cgroups, CancellationToken cancellation)
    {
        var rejected = new Dictionary<string, string>();
        var networks = await TestNetworkAsync(cancellation);
        var overlay = InstanceRootFileSystem.CanOverlay(Path.Combine(paths.Instances, "selftest"));
        foreach (var name in Containers.Where(each => options.Runtime is Auto || options.Runtime == each))
        {
            var reason = networks ?? (Command.Find(name) is null ? "not installed" : await TestContainerAsync(name, cgroups, cancellation));
            if (reason is null)
            {
                return new SelfTestResult(key, name, true, overlay, rejected);
            }

            rejected[name] = reason;
        }

        if (options.Runtime is not (Auto or ProcessName))
        {
            throw new InvalidOperationException($"The configured runtime '{options.Runtime}' does not work: {rejected.GetValueOrDefault(options.Runtime, "it is not one of auto, runsc, runc, crun, process")}");
        }

        return new SelfTestResult(key, ProcessName, networks is null, overlay, rejected);
    }

    private async Task<string?> TestNetworkAsync(CancellationToken cancellation)
    {
        using var network = new AppNetwork($"pl-{paths.Tag}-selftest");
        var instance = network.Name + "-2";
        try
        {
            await network.AttachAsync(instance, AddressPlan.FirstInstance, cancellation);
            return null;
        }
        catch (IOException exception)
        {
            return $"no network namespaces: {exception.Message}";
        }
        finally
        {
            await AppNetwork.DetachAsync(instance);
            await network.DeleteAsync();
        }
    }

    /// <summary>Runs <c>/bin/true</c> of the host exactly as an instance would run.</summary>
    private async Task<string?> TestContainerAsync(string name, CgroupTree? cgroups, CancellationToken cancellation)
    {
        var id = $"selftest-{name}";
        var files = new InstanceFiles(paths, id);
        using var network = new AppNetwork($"pl-{paths.Tag}-{name}");
        var cgroup = cgroups?.Of(id);
        var runtime = Container(name, cgroups);
        try
        {
            await network.EnsureAsync(cancellation);
            Directory.CreateDirectory(files.Bundle);
            Directory.CreateDirectory(files.Root);
            var limits = new InstanceLimits(TestMemory, 1000);
            cgroup?.Create(limits);
            var command = runtime.Prepare(CreateLaunch(id, files, network, cgroup, limits));
            var result = await Command.RunAsync(command.Arguments[0], [.. command.Arguments.Skip(1)], timeout: TestTimeout, directory: files.Bundle, cancellation: cancellation);
            return result.Succeeded ? null : result.Reason;
        }
        catch (Exception exception) when (exception is IOException or Win32Exception)
        {
            return exception.Message;
        }
        finally
        {
            await runtime.DeleteAsync(id + ".0", 0);
            await (cgroup?.DeleteAsync() ?? Task.CompletedTask);
            await network.DeleteAsync();
            InstanceRootFileSystem.Delete(files);
        }
    }

    private static InstanceLaunch CreateLaunch(string id, InstanceFiles files, AppNetwork network, InstanceCgroup? cgroup, InstanceLimits limits) => new()
    {
        ContainerId = id + ".0",
        BundleDirectory = files.Bundle,
        RootDirectory = files.Root,
        NamespacePath = network.Path,
        Arguments = [Command.Find("true") ?? "/bin/true"],
        Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
        WorkingDirectory = "/",
        User = ImageUser.Root,
        HostName = "selftest",
        Files = new Dictionary<string, string>(),
        HostDirectories = [.. new[] { "/bin", "/lib", "/lib64", "/usr" }.Where(Directory.Exists)],
        Cgroup = cgroup,
        Limits = limits,
    };

    private OciRuntime Container(string name, CgroupTree? cgroups) => new(name, Command.Find(name) ?? name, paths.Runtime, cgroups);

    /// <summary>What a result depends on: the boot, the configuration and the programs.</summary>
    private string CacheKey()
    {
        var programs = Containers.Append("ip").Select(Command.Find)
            .Select(path => path is null ? "-" : $"{path}:{new FileInfo(path).LastWriteTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture)}");
        return string.Join('|', [ProcessInfo.BootId, options.Runtime, Environment.UserName, .. programs]);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Runtime {Name} is not used: {Reason}")]
    private partial void LogRejected(string name, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Instances run under {Runtime} (own networks: {Networks}, overlay: {Overlay}, control groups: {Cgroups})")]
    private partial void LogSelected(string runtime, bool networks, bool overlay, bool cgroups);
}
