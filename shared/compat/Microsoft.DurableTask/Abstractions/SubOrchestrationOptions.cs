namespace Microsoft.DurableTask;

/// <summary>How a sub-orchestration is called.</summary>
public record SubOrchestrationOptions : TaskOptions
{
    /// <summary>Initializes a new instance of the <see cref="SubOrchestrationOptions"/> class.</summary>
    /// <param name="retry">What happens when it fails, or null for no retry.</param>
    /// <param name="instanceId">The id of the instance, or null for a generated one.</param>
    public SubOrchestrationOptions(TaskRetryOptions? retry = null, string? instanceId = null)
        : base(retry) => InstanceId = instanceId;

    /// <summary>Initializes a new instance of the <see cref="SubOrchestrationOptions"/> class.</summary>
    /// <param name="options">The options of any task.</param>
    /// <param name="instanceId">The id of the instance; null keeps that of <paramref name="options"/>, if it has one.</param>
    public SubOrchestrationOptions(TaskOptions options, string? instanceId = null)
        : base(options) => InstanceId = instanceId ?? (options as SubOrchestrationOptions)?.InstanceId;

    /// <summary>Initializes a new instance of the <see cref="SubOrchestrationOptions"/> class as a copy.</summary>
    /// <param name="options">What to copy.</param>
    public SubOrchestrationOptions(SubOrchestrationOptions options)
        : base(options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
    }

    /// <summary>Gets the id of the instance; null for a generated one.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Gets the version asked for; null for the worker's default.</summary>
    public new TaskVersion? Version
    {
        get => base.Version;
        init => base.Version = value;
    }
}
