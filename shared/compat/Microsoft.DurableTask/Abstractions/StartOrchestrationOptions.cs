using System.Collections.Immutable;

namespace Microsoft.DurableTask;

/// <summary>How an orchestration is started.</summary>
public record StartOrchestrationOptions
{
    /// <summary>Initializes a new instance of the <see cref="StartOrchestrationOptions"/> class.</summary>
    /// <param name="InstanceId">The id of the instance, or null for a generated one.</param>
    /// <param name="StartAt">When it begins, or null for now.</param>
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
    {
        this.InstanceId = InstanceId;
        this.StartAt = StartAt;
    }

    /// <summary>Initializes a new instance of the <see cref="StartOrchestrationOptions"/> class as a copy.</summary>
    /// <param name="options">What to copy.</param>
    public StartOrchestrationOptions(StartOrchestrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
        StartAt = options.StartAt;
        Tags = options.Tags;
        Version = options.Version;
        DedupeStatuses = options.DedupeStatuses;
    }

    /// <summary>Gets the id of the instance; null for a generated one.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Gets when it begins; null for now.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Gets the tags kept with the instance.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Gets the version stamped on the instance; null for the client's default.</summary>
    public TaskVersion? Version { get; init; }

    /// <summary>Gets the statuses in which an existing instance of the same id refuses the start.</summary>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}
