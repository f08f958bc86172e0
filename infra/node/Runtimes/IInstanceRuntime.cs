namespace Pipelines.Node.Runtimes;

/// <summary>A way to run the processes of an instance.</summary>
internal interface IInstanceRuntime
{
    /// <summary>Gets the name that configuration and people use.</summary>
    string Name { get; }

    /// <summary>Gets a value indicating whether an instance sees its image and nothing of the host.</summary>
    bool IsContainer { get; }

    /// <summary>Writes what the runtime reads and returns the command that runs the instance in the foreground.</summary>
    RuntimeCommand Prepare(InstanceLaunch launch);

    /// <summary>Whether an instance whose shim runs has come so far that its own program runs, or is about to.</summary>
    bool HasStarted(string containerId);

    /// <summary>Asks an instance to end as SIGTERM does to an ordinary process. Called about five times a second until it has ended.</summary>
    /// <param name="containerId">The run.</param>
    /// <param name="shimId">The process id of its shim.</param>
    /// <param name="first">False when it was asked before.</param>
    Task TerminateAsync(string containerId, int shimId, bool first);

    /// <summary>Ends what still runs of an instance by force and removes what the runtime keeps of it; no error when there is nothing.</summary>
    Task DeleteAsync(string containerId, int shimId);

    /// <summary>Writes what the runtime reads and returns the command that runs a shell in an instance, in the foreground.</summary>
    /// <exception cref="IOException">The instance is gone.</exception>
    ShellCommand PrepareShell(ShellLaunch launch);

    /// <summary>Ends by force what still runs of a shell within its instance; no error when there is nothing.</summary>
    /// <param name="launch">The shell.</param>
    /// <param name="commandId">The process id of its command.</param>
    Task KillShellAsync(ShellLaunch launch, int commandId);
}
