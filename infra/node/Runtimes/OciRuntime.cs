using System.Globalization;
using Pipelines.Node.Commands;
using Pipelines.Node.Interop;

namespace Pipelines.Node.Runtimes;

/// <summary>Runs instances as containers of an OCI runtime with runc's command line.</summary>
internal sealed class OciRuntime : IInstanceRuntime
{
    private static readonly Dictionary<string, string> NoSecrets = new() { ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" };
    private readonly string program;
    private readonly string stateDirectory;
    private readonly IReadOnlyList<string> globalArguments;
    private readonly bool sandboxed;
    private readonly CgroupTree? cgroups;

    public OciRuntime(string name, string program, string stateDirectory, CgroupTree? cgroups)
    {
        Name = name;
        this.program = program;
        this.cgroups = cgroups;
        this.stateDirectory = Path.Combine(stateDirectory, name);
        sandboxed = name == "runsc";

        // gVisor's kernel runs on the sockets of the instance's own namespace; its processes stay in the group that the
        // shim has entered, which works with every version of control groups.
        globalArguments = sandboxed
            ? ["--root", this.stateDirectory, "--platform=systrap", "--network=host", "--ignore-cgroups"]
            : ["--root", this.stateDirectory];
    }

    public string Name { get; }

    public bool IsContainer => true;

    public RuntimeCommand Prepare(InstanceLaunch launch)
    {
        OciBundle.Write(launch);
        return new RuntimeCommand(
            [program, .. globalArguments, "run", "--bundle", launch.BundleDirectory, "--pid-file", PidFile(launch.ContainerId), launch.ContainerId],
            NoSecrets,
            launch.BundleDirectory,
            JoinsCgroup: sandboxed);
    }

    // The runtime writes it when the container is made, as the last thing before it starts it.
    public bool HasStarted(string containerId) => File.Exists(PidFile(containerId));

    public async Task TerminateAsync(string containerId, int shimId, bool first)
    {
        if (sandboxed)
        {
            if (first)
            {
                await RunAsync("kill", containerId, "TERM");
            }

            return;
        }

        if (ReadInitProcess(containerId) is { } init)
        {
            Terminate(init, InstanceProcesses(containerId).Where(process => process != init).ToList(), first);
        }
    }

    public async Task DeleteAsync(string containerId, int shimId)
    {
        if (!sandboxed && ReadInitProcess(containerId) is { } init)
        {
            _ = Libc.Kill(init, Libc.SignalKill);
        }

        if (Directory.Exists(stateDirectory) && Directory.EnumerateFileSystemEntries(stateDirectory, containerId + "*").Any())
        {
            await RunAsync("delete", "--force", containerId);
        }

        File.Delete(PidFile(containerId));
    }

    public ShellCommand PrepareShell(ShellLaunch launch)
    {
        // Within gVisor the shell has an id of its own.
        var pidFile = sandboxed ? "--internal-pid-file" : "--pid-file";
        return new ShellCommand(
            new RuntimeCommand(
                [program, .. globalArguments, "exec", "--process", ShellProcess.Write(launch, stopped: !sandboxed), pidFile, launch.PidFile, launch.ContainerId],
                NoSecrets,
                launch.Directory,
                JoinsCgroup: false),
            HasOwnTerminal: !sandboxed);
    }

    public async Task KillShellAsync(ShellLaunch launch, int commandId)
    {
        if (launch.ReadProcessId() is not { } shell)
        {
            return;
        }

        if (sandboxed)
        {
            await RunAsync("kill", "--pid", shell.ToString(CultureInfo.InvariantCulture), launch.ContainerId, "KILL");
            return;
        }

        // An id may have been given to another process by now; one of this instance's group is still the instance's.
        foreach (var process in ProcessInfo.OfSession(shell).Intersect(InstanceProcesses(launch.ContainerId)))
        {
            _ = Libc.Kill(process, Libc.SignalKill);
        }
    }

    /// <summary>
    /// The kernel shields the first process of a container from every signal it has no handler for. An ordinary process
    /// without a handler ends at SIGTERM, so this does what the kernel does not: such a container ends at once.
    /// </summary>
    private static void Terminate(int init, List<int> others, bool first)
    {
        var disposition = ProcessInfo.Disposition(init, Libc.SignalTerminate);
        if (disposition != SignalDisposition.Default)
        {
            if (first)
            {
                _ = Libc.Kill(init, Libc.SignalTerminate);
            }

            return;
        }

        if (others.Count == 0)
        {
            _ = Libc.Kill(init, Libc.SignalKill);
            return;
        }

        // A shell that waits for the real program: that gets the signal, and the shell ends after it.
        foreach (var process in first ? others : [])
        {
            _ = Libc.Kill(process, Libc.SignalTerminate);
        }
    }

    private IReadOnlyList<int> InstanceProcesses(string containerId) =>
        cgroups?.Of(containerId[..containerId.LastIndexOf('.')]).Processes() ?? [];

    private int? ReadInitProcess(string containerId)
    {
        try
        {
            var process = int.Parse(File.ReadAllText(PidFile(containerId)), CultureInfo.InvariantCulture);
            return cgroups is null || InstanceProcesses(containerId).Contains(process) ? process : null;
        }
        catch (Exception exception) when (exception is IOException or FormatException)
        {
            return null;
        }
    }

    private string PidFile(string containerId) => Path.Combine(Path.GetDirectoryName(stateDirectory)!, containerId + ".pid");

    private Task<CommandResult> RunAsync(params string[] arguments) => Command.RunAsync(program, [.. globalArguments, .. arguments]);
}
