namespace Pipelines.Node.Runtimes;

/// <summary>What runs at the other end of a shell's terminal.</summary>
/// <param name="Command">The command, which ends when the shell does, with its exit code.</param>
/// <param name="HasOwnTerminal">
/// Whether it gives the shell a terminal of its own, rather than the one it is started at. Such a shell stops before it
/// begins: runc and crun change both terminals while it starts, so that they are set right before it looks at its own.
/// </param>
internal sealed record ShellCommand(RuntimeCommand Command, bool HasOwnTerminal);
