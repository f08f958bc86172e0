namespace Pipelines.Clusters.Local;

/// <summary>
/// What the node says of a shell, as a text message of its websocket; binary messages are what the terminal shows or takes.
/// The first message opens or refuses, the last one has the exit code.
/// </summary>
/// <param name="Failure">Why there is no shell; null when there is one.</param>
/// <param name="Message">The same for a person.</param>
/// <param name="ExitCode">The exit code, once the shell has ended.</param>
public sealed record ShellNotice(ShellFailure? Failure = null, string? Message = null, int? ExitCode = null);
