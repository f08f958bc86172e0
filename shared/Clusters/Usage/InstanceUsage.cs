using Pipelines.AppSpecs;

namespace Pipelines.Clusters;

/// <summary>What one running instance uses. Of processor use a cluster tells either the time so far or the part of the limit.</summary>
public sealed record InstanceUsage
{
    /// <summary>Gets the app's id.</summary>
    public required string AppId { get; init; }

    /// <summary>Gets the component's name.</summary>
    public required string Component { get; init; }

    /// <summary>Gets the component's kind.</summary>
    public required ComponentKind Kind { get; init; }

    /// <summary>Gets the instance's name, unique within the app.</summary>
    public required string Name { get; init; }

    /// <summary>Gets when it was started.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Gets how often it was restarted.</summary>
    public int Restarts { get; init; }

    /// <summary>Gets the processor time it has used so far.</summary>
    public TimeSpan? ProcessorTime { get; init; }

    /// <summary>Gets the processor time it may use, thousandths of a core; 0 without a limit.</summary>
    public int CpuMillicores { get; init; }

    /// <summary>Gets the processor time it uses now, percent of its limit.</summary>
    public double? CpuPercent { get; init; }

    /// <summary>Gets the memory it uses, bytes.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Gets the memory it may use, bytes.</summary>
    public long? MemoryLimitBytes { get; init; }
}
