namespace Pipelines.Activities.Builds.Sandboxes;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="OutOfMemory">Whether the kernel killed a process of it for memory.</param>
internal sealed record SandboxOutcome(int ExitCode, bool OutOfMemory);
