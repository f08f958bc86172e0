using Microsoft.Extensions.Options;
using Pipelines.Activities.Processes;

namespace Pipelines.Activities.Builds.Sandboxes;

/// <summary>
/// Runs commands as plain processes with limits, for a machine without a usable runtime. They see the machine's files
/// as far as their user may.
/// </summary>
internal sealed class ProcessSandbox(IOptions<BuildOptions> options) : ISandbox
{
    private readonly BuildOptions options = options.Value;

    public string Name => "process";

    public async Task<SandboxOutcome> RunAsync(SandboxRun run, Action<string> log, CancellationToken cancellation)
    {
        string[] limits = ["--core=0", $"--nofile={OpenFiles.Limit}", $"--data={options.MemoryBytes}"];
        var command = new ProcessCommand
        {
            Program = "setpriv",
            Arguments = ["--no-new-privs", "prlimit", .. limits, "/bin/sh", "-c", run.Command],
            Environment = run.Environment.ToDictionary(variable => variable.Key, variable => Translated(run, variable.Value)),
            WorkingDirectory = run.Workspace,
        };
        return new(await ProcessRunner.RunAsync(command, log, log, cancellation), false);
    }

    public Task RemoveAsync(string name, CancellationToken cancellation) => Task.CompletedTask;

    private static string Translated(SandboxRun run, string value) =>
        string.Join(':', value.Split(':').Select(part => PathOf(run, part)));

    private static string PathOf(SandboxRun run, string path) =>
        path.StartsWith(SandboxPaths.Workspace, StringComparison.Ordinal) ? run.Workspace + path[SandboxPaths.Workspace.Length..]
        : path.StartsWith(SandboxPaths.Cache, StringComparison.Ordinal) ? run.Cache + path[SandboxPaths.Cache.Length..]
        : path;
}
