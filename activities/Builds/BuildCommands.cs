using Microsoft.Extensions.Options;
using Pipelines.Activities.Builds.Sandboxes;
using Pipelines.Activities.Processes;
using Pipelines.Deployments;

namespace Pipelines.Activities.Builds;

/// <summary>Runs the commands of builds in the sandbox and turns their ends into reasons.</summary>
internal sealed class BuildCommands(IOptions<BuildOptions> options)
{
    private static readonly TimeSpan SizeInterval = TimeSpan.FromSeconds(1);
    private readonly BuildOptions options = options.Value;

    /// <summary>Runs a command that must succeed.</summary>
    /// <exception cref="BuildException">It ended with another exit code than 0, ran out of memory or wrote too much.</exception>
    public async Task RunAsync(BuildContext context, string command, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        context.Log.Announce(command);
        var run = Describe(context, command, environment);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watch = DirectorySize.WatchAsync(context.Workspace.Source, options.MaxWorkspaceBytes, SizeInterval, stop);
        try
        {
            Check(command, await context.Sandbox.RunAsync(run, context.Log.Write, stop.Token));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new BuildException(ReasonCodes.BuildJobFailed, $"The build's files are larger than the {options.MaxWorkspaceBytes >> 20} MiB allowed ({BuildOptions.Section}:{nameof(BuildOptions.MaxWorkspaceBytes)}).");
        }
        finally
        {
            await stop.CancelAsync();
            await watch;
            Directory.Delete(run.ScratchDirectory, recursive: true);
        }
    }

    private static SandboxRun Describe(BuildContext context, string command, IReadOnlyDictionary<string, string> environment) => new()
    {
        Name = context.Request.Key,
        ScratchDirectory = Directory.CreateDirectory(Path.Combine(context.Workspace.Directory, "sandbox")).FullName,
        Workspace = context.Workspace.Source,
        Cache = context.Cache,
        Command = command,
        Environment = environment,
    };

    private void Check(string command, SandboxOutcome outcome)
    {
        if (outcome.OutOfMemory)
        {
            throw new BuildException(ReasonCodes.BuildJobOutOfMemory, $"'{command}' needed more than the {options.MemoryBytes >> 20} MiB of memory that a build may use ({BuildOptions.Section}:{nameof(BuildOptions.MemoryBytes)}).", outcome.ExitCode);
        }

        if (outcome.ExitCode != 0)
        {
            throw new BuildException(ReasonCodes.BuildJobExitNonZero, $"'{command}' ended with exit code {outcome.ExitCode}. The lines above in the build log say why.", outcome.ExitCode);
        }
    }
}
