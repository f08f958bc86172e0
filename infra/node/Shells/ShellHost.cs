using Pipelines.Clusters;
using Pipelines.Node.Instances;
using Pipelines.Node.Releases;
using Pipelines.Node.Runtimes;
using Pipelines.Node.State;

namespace Pipelines.Node.Shells;

/// <summary>Opens shells in the instances of this node, so many at once.</summary>
internal sealed partial class ShellHost(NodeCluster cluster, NodeRuntime runtime, NodePaths paths, ILogger<ShellHost> logger)
{
    /// <summary>How many shells may be open at once on this node.</summary>
    internal const int Most = 64;

    private int open;

    /// <summary>Gets how many shells are open.</summary>
    public int Open => Volatile.Read(ref open);

    /// <summary>Removes what the shells of an earlier node have left; those ended with it.</summary>
    public void CleanUp()
    {
        foreach (var directory in Directory.EnumerateDirectories(paths.Shells))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Runs a shell for as long as it is served.</summary>
    /// <param name="request">Where.</param>
    /// <param name="serveAsync">Serves it.</param>
    /// <exception cref="ShellException">There is none to be had.</exception>
    public async Task RunAsync(ShellRequest request, Func<IShellSession, Task> serveAsync)
    {
        if (Interlocked.Increment(ref open) > Most)
        {
            Interlocked.Decrement(ref open);
            throw new ShellException(ShellFailure.TooMany, $"{Most} consoles are open on this machine, and no more may be.");
        }

        try
        {
            await using var session = await StartAsync(request);
            await serveAsync(session);
        }
        finally
        {
            Interlocked.Decrement(ref open);
        }
    }

    private async Task<ShellSession> StartAsync(ShellRequest request)
    {
        if (cluster.FindInstance(request.AppId, request.Instance) is not { Run: { } run } instance)
        {
            throw new ShellException(ShellFailure.NoInstance, $"No instance \"{request.Instance}\" runs.");
        }

        if (!runtime.Instances.HasStarted(instance.Record.ContainerId))
        {
            throw new ShellException(ShellFailure.NoInstance, $"Instance \"{request.Instance}\" is still starting: try again in a moment.");
        }

        var files = new InstanceFiles(paths, instance.Record.Id);
        var program = ShellPrograms.Find(runtime.Instances.IsContainer ? files.Root : "/")
            ?? throw new ShellException(ShellFailure.NoShell, "The image has no shell: neither /bin/bash nor /bin/sh is in it.");
        var directory = Path.Combine(paths.Shells, Guid.NewGuid().ToString("n"));
        Directory.CreateDirectory(directory, NodePaths.OwnerOnly);
        try
        {
            var launch = new ShellLaunch
            {
                ContainerId = instance.Record.ContainerId,
                ShimId = run.ShimId,
                BundleDirectory = files.Bundle,
                Directory = directory,
                Program = program,
                HasNetwork = instance.Record.Namespace is not null,
            };
            var session = await ShellSession.StartAsync(launch, runtime.Instances, runtime.Cgroups?.Of(instance.Record.Id).ProcessFiles ?? [], request.Size);
            LogOpened(instance.Record.Name, program);
            return session;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or TimeoutException)
        {
            if (Directory.Exists(directory))
            {
                Directory.Delete(directory, recursive: true);
            }

            LogRefused(exception, instance.Record.Name);
            throw new ShellException(ShellFailure.Unavailable, "The machine refused to start the shell; the node's log says why.", exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A console is opened in instance {Instance} ({Program})")]
    private partial void LogOpened(string instance, string program);

    [LoggerMessage(Level = LogLevel.Error, Message = "A console in instance {Instance} cannot be opened")]
    private partial void LogRefused(Exception exception, string instance);
}
