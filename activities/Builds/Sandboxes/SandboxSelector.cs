using System.ComponentModel;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipelines.Deployments;

namespace Pipelines.Activities.Builds.Sandboxes;

/// <summary>Finds the first runtime that really runs a command here, once.</summary>
internal sealed partial class SandboxSelector(SandboxSpec spec, ProcessSandbox processes, IOptions<BuildOptions> options, ILogger<SandboxSelector> logger) : IDisposable
{
    private static readonly string[] Usual = ["runc", "crun", "runsc"];
    private static readonly TimeSpan TestTimeout = TimeSpan.FromSeconds(20);
    private readonly BuildOptions options = options.Value;
    private readonly SemaphoreSlim gate = new(1);
    private ISandbox? chosen;

    /// <summary>The sandbox of this machine.</summary>
    /// <exception cref="BuildException">No runtime works, and plain processes are not allowed.</exception>
    public async Task<ISandbox> SelectAsync(CancellationToken cancellation)
    {
        if (chosen is not null)
        {
            return chosen;
        }

        await gate.WaitAsync(cancellation);
        try
        {
            return chosen ??= await FindAsync(cancellation);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Removes what runs of a name have left in any runtime: the configuration may have changed since.</summary>
    public async Task RemoveAsync(string name, CancellationToken cancellation)
    {
        foreach (var sandbox in Containers().Where(sandbox => sandbox.Knows(name)))
        {
            await sandbox.RemoveAsync(name, cancellation);
        }
    }

    public void Dispose() => gate.Dispose();

    private IEnumerable<ContainerSandbox> Containers() =>
        (options.Runtimes.Count > 0 ? options.Runtimes : Usual)
            .Select(program => new ContainerSandbox(ContainerRuntime.Of(program, options.Network), spec, Path.Combine(options.DataDirectory, "containers", program)));

    private async Task<ISandbox> FindAsync(CancellationToken cancellation)
    {
        foreach (var sandbox in Containers())
        {
            if (await PassesAsync(sandbox, cancellation))
            {
                LogChosen(sandbox.Name);
                return sandbox;
            }
        }

        LogNone();
        return options.AllowProcesses
            ? processes
            : throw new BuildException(ReasonCodes.BuildJobFailed, $"Build commands cannot run: none of the OCI runtimes works on this machine, and {BuildOptions.Section}:{nameof(BuildOptions.AllowProcesses)} is off. Install runc.");
    }

    private async Task<bool> PassesAsync(ContainerSandbox sandbox, CancellationToken cancellation)
    {
        var name = $"selftest-{Guid.NewGuid():n}";
        var scratch = Path.Combine(options.DataDirectory, name);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(TestTimeout);
        var output = new List<string>();
        try
        {
            var run = new SandboxRun
            {
                Name = name,
                ScratchDirectory = scratch,
                Workspace = Directory.CreateDirectory(Path.Combine(scratch, "workspace")).FullName,
                Cache = Directory.CreateDirectory(Path.Combine(scratch, "cache")).FullName,
                Command = "echo works > written && cat written",
                Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
            };
            Ownership.GiveAll(scratch, Ownership.BuildUser(options));
            var outcome = await sandbox.RunAsync(run, line => Note(output, line), timeout.Token);
            if (outcome.ExitCode == 0 && output.Contains("works"))
            {
                return true;
            }

            LogFailed(sandbox.Name, string.Join(" / ", output));
        }
        catch (Exception problem) when (problem is Win32Exception or IOException || (problem is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            LogFailed(sandbox.Name, problem.Message);
        }
        finally
        {
            if (Directory.Exists(scratch))
            {
                Directory.Delete(scratch, recursive: true);
            }
        }

        return false;
    }

    private static void Note(List<string> output, string line)
    {
        lock (output)
        {
            output.Add(line);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Build commands run in containers of {Runtime}")]
    private partial void LogChosen(string runtime);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Runtime} does not work on this machine: {Reason}")]
    private partial void LogFailed(string runtime, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No OCI runtime works on this machine: build commands are not isolated")]
    private partial void LogNone();
}
