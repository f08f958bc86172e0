namespace Pipelines.Activities.Builds.Sandboxes;

/// <summary>A command to run in a sandbox.</summary>
internal sealed record SandboxRun
{
    /// <summary>Gets the name of the container and its control group.</summary>
    public required string Name { get; init; }

    /// <summary>Gets an empty directory of the host for what the sandbox itself needs.</summary>
    public required string ScratchDirectory { get; init; }

    /// <summary>Gets the host's directory that appears as <see cref="SandboxPaths.Workspace"/>.</summary>
    public required string Workspace { get; init; }

    /// <summary>Gets the host's directory that appears as <see cref="SandboxPaths.Cache"/>.</summary>
    public required string Cache { get; init; }

    /// <summary>Gets the line for <c>/bin/sh -c</c>.</summary>
    public required string Command { get; init; }

    /// <summary>Gets the whole environment.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }
}
