using Pipelines.Activities.Processes;

namespace Pipelines.Activities.Builds.Sandboxes;

/// <summary>Runs commands in containers of an OCI runtime.</summary>
internal sealed class ContainerSandbox(ContainerRuntime runtime, SandboxSpec spec, string stateDirectory) : ISandbox
{
    private static readonly TimeSpan MemoryInterval = TimeSpan.FromMilliseconds(100);

    public string Name => runtime.Name;

    public async Task<SandboxOutcome> RunAsync(SandboxRun run, Action<string> log, CancellationToken cancellation)
    {
        PrivateDirectory.Create(stateDirectory);
        var cgroup = "/pipelines-builds/" + run.Name;
        var bundle = spec.Write(run, cgroup, runtime.FiltersCalls);
        try
        {
            using var ended = new CancellationTokenSource();
            var kills = WatchAsync(cgroup, ended.Token);
            var exitCode = await ProcessRunner.RunAsync(Command(["run", .. runtime.RunOptions, "--bundle", bundle, run.Name]), log, log, cancellation);
            await ended.CancelAsync();
            return new(exitCode, exitCode != 0 && (await kills || MemoryKills.Count(cgroup) > 0));
        }
        finally
        {
            await RemoveAsync(run.Name, CancellationToken.None);
        }
    }

    /// <summary>Whether the runtime has kept something of a run: runc and crun a directory, runsc files.</summary>
    public bool Knows(string name) =>
        Directory.Exists(stateDirectory) && Directory.EnumerateFileSystemEntries(stateDirectory, name + "*").Any();

    public async Task RemoveAsync(string name, CancellationToken cancellation)
    {
        if (Knows(name))
        {
            _ = await ProcessRunner.RunAsync(Command(["delete", "--force", name]), _ => { }, _ => { }, cancellation);
        }
    }

    /// <summary>Some runtimes remove the control group before they end: its counter is read while they run.</summary>
    private static async Task<bool> WatchAsync(string cgroup, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(MemoryInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
            {
                if (MemoryKills.Count(cgroup) > 0)
                {
                    return true;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The command has ended.
        }

        return false;
    }

    private ProcessCommand Command(IReadOnlyList<string> arguments) => new()
    {
        Program = runtime.Name,
        Arguments = ["--root", stateDirectory, .. runtime.GlobalOptions, .. arguments],
        Environment = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin" },
    };
}
