namespace Pipelines.Node.Runtimes;

/// <summary>Everything a runtime needs to know to run one instance once.</summary>
internal sealed record InstanceLaunch
{
    /// <summary>Gets the id of this run, never used before: instance and attempt.</summary>
    public required string ContainerId { get; init; }

    public required string BundleDirectory { get; init; }

    public required string RootDirectory { get; init; }

    /// <summary>Gets the network namespace; null to share the node's.</summary>
    public required string? NamespacePath { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required string WorkingDirectory { get; init; }

    public required ImageUser User { get; init; }

    public required string HostName { get; init; }

    /// <summary>Gets the files that are laid over the image's own, by path inside the instance.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>Gets directories of the host shown read-only inside; none but in self-tests.</summary>
    public IReadOnlyList<string> HostDirectories { get; init; } = [];

    public required InstanceCgroup? Cgroup { get; init; }

    public required InstanceLimits Limits { get; init; }
}
