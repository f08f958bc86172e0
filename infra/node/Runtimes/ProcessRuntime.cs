using System.Globalization;
using Pipelines.Node.Commands;
using Pipelines.Node.Interop;

namespace Pipelines.Node.Runtimes;

/// <summary>
/// Runs instances as plain processes of the host, for machines where no container runtime works. They see the host's
/// files: this keeps apps apart in their networks at best, not from the machine. The node says so when it starts.
/// </summary>
internal sealed class ProcessRuntime : IInstanceRuntime
{
    // In a mount namespace of its own, so that the names of services resolve without touching the host's files.
    private const string EnterScript = """mount --bind "$1" /etc/hosts && mount --bind "$2" /etc/resolv.conf; cd "$3" && shift 3 && exec "$@" """;

    public string Name => "process";

    public bool IsContainer => false;

    public RuntimeCommand Prepare(InstanceLaunch launch)
    {
        var directory = MapDirectory(launch);
        IReadOnlyList<string> arguments = [MapProgram(launch), .. launch.Arguments.Skip(1)];
        if (launch.NamespacePath is not null)
        {
            arguments =
            [
                Command.Find("nsenter") ?? "nsenter", "--net=" + launch.NamespacePath,
                Command.Find("unshare") ?? "unshare", "--mount", "--propagation", "private",
                "/bin/sh", "-c", EnterScript, "sh", launch.Files["/etc/hosts"], launch.Files["/etc/resolv.conf"], directory, .. arguments,
            ];
        }

        return new RuntimeCommand(arguments, MapEnvironment(launch), directory, JoinsCgroup: true);
    }

    public bool HasStarted(string containerId) => true;

    public Task TerminateAsync(string containerId, int shimId, bool first)
    {
        if (first)
        {
            // The shim leads the process group; it outlives the signal in order to record the exit code.
            _ = Libc.Kill(-shimId, Libc.SignalTerminate);
        }

        return Task.CompletedTask;
    }

    public Task DeleteAsync(string containerId, int shimId)
    {
        if (shimId > 0)
        {
            _ = Libc.Kill(-shimId, Libc.SignalKill);
        }

        return Task.CompletedTask;
    }

    public ShellCommand PrepareShell(ShellLaunch launch)
    {
        var environment = new Dictionary<string, string>(ProcessInfo.Environment(launch.ShimId)) { ["TERM"] = ShellProcess.Terminal };
        IReadOnlyList<string> arguments = launch.HasNetwork && ProcessInfo.FirstChild(launch.ShimId) is { } process
            ? [Command.Find("nsenter") ?? "nsenter", "--target", process.ToString(CultureInfo.InvariantCulture), "--net", "--mount", "--wd", launch.Program]
            : [launch.Program];
        return new ShellCommand(new RuntimeCommand(arguments, environment, environment.GetValueOrDefault("HOME", "/"), JoinsCgroup: true), HasOwnTerminal: false);
    }

    public Task KillShellAsync(ShellLaunch launch, int commandId)
    {
        foreach (var process in ProcessInfo.OfSession(commandId))
        {
            _ = Libc.Kill(process, Libc.SignalKill);
        }

        return Task.CompletedTask;
    }

    private static string MapDirectory(InstanceLaunch launch)
    {
        var inside = MapPath(launch.RootDirectory, launch.WorkingDirectory);
        return Directory.Exists(inside) ? inside : launch.RootDirectory;
    }

    private static string MapProgram(InstanceLaunch launch)
    {
        var program = launch.Arguments[0];
        var inside = MapPath(launch.RootDirectory, program);
        return program.StartsWith('/') && program != "/bin/sh" && File.Exists(inside) ? inside : program;
    }

    private static string MapPath(string root, string path) => Path.Join(root, Path.GetFullPath(path, "/"));

    private static Dictionary<string, string> MapEnvironment(InstanceLaunch launch)
    {
        var environment = new Dictionary<string, string>(launch.Environment) { ["HOME"] = launch.RootDirectory };
        var inside = launch.Environment["PATH"].Split(':').Select(path => MapPath(launch.RootDirectory, path)).Where(Directory.Exists);
        var host = Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin";
        environment["PATH"] = string.Join(':', inside.Append(host));
        return environment;
    }
}
