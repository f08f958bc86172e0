namespace Pipelines.Oci.Runtime;

/// <summary>What a container has of Linux.</summary>
public sealed record RuntimeLinux
{
    /// <summary>Gets the namespaces of its own; the others are shared with the host.</summary>
    public required IReadOnlyList<RuntimeNamespace> Namespaces { get; init; }

    /// <summary>Gets how user ids within map to the host's; only with a user namespace.</summary>
    public IReadOnlyList<RuntimeIdMapping>? UidMappings { get; init; }

    /// <summary>Gets how group ids within map to the host's; only with a user namespace.</summary>
    public IReadOnlyList<RuntimeIdMapping>? GidMappings { get; init; }

    /// <summary>Gets the path of its control group below the hierarchy's root; null to let the runtime choose.</summary>
    public string? CgroupsPath { get; init; }

    /// <summary>Gets the limits; null for none, as a runtime without control groups needs.</summary>
    public RuntimeResources? Resources { get; init; }

    /// <summary>Gets the system call filter; null for none.</summary>
    public RuntimeSeccomp? Seccomp { get; init; }

    /// <summary>Gets the paths that are hidden.</summary>
    public IReadOnlyList<string> MaskedPaths { get; init; } = RuntimeDefaults.MaskedPaths;

    /// <summary>Gets the paths that can only be read.</summary>
    public IReadOnlyList<string> ReadonlyPaths { get; init; } = RuntimeDefaults.ReadonlyPaths;
}
