using System.Text.Json.Serialization;
using Pipelines.AppSpecs;

namespace Pipelines.Node.Instances;

/// <summary>What the node must know of an instance in order to find it again after its own death.</summary>
internal sealed record InstanceRecord
{
    /// <summary>Gets the id, unique on this node; the same desired instance always has the same.</summary>
    public required string Id { get; init; }

    public required string AppId { get; init; }

    public required string ReleaseId { get; init; }

    public required string Component { get; init; }

    public required ComponentKind Kind { get; init; }

    /// <summary>Gets the name, unique within the app.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the hash of the job's key; null unless the instance is a job's run.</summary>
    public string? Job { get; init; }

    /// <summary>Gets the index of its address in the app's network; 0 where it shares the host's network.</summary>
    public int Address { get; init; }

    /// <summary>Gets the port that PORT names where it shares the host's network, else 0.</summary>
    public int HostPort { get; init; }

    /// <summary>Gets the name of its network namespace; null where it shares the host's network.</summary>
    public string? Namespace { get; init; }

    /// <summary>Gets the number of the run, from 1.</summary>
    public int Attempt { get; init; }

    /// <summary>Gets how often it was started again.</summary>
    public int Restarts { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Gets a value indicating whether it was ever ready.</summary>
    public bool WasReady { get; init; }

    public string Runtime { get; init; } = string.Empty;

    /// <summary>Gets the boot of the machine in which it was started.</summary>
    public string BootId { get; init; } = string.Empty;

    /// <summary>Gets the id of the run, never used twice.</summary>
    [JsonIgnore]
    public string ContainerId => $"{Id}.{Attempt}";
}
