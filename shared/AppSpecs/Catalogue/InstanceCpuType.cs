namespace Pipelines.AppSpecs;

/// <summary>Whether an instance's CPUs are its own.</summary>
public enum InstanceCpuType
{
    /// <summary>Shared with other instances.</summary>
    Shared,

    /// <summary>The instance's own.</summary>
    Dedicated,
}
