namespace Pipelines.Deployments;

/// <summary>A step of a deployment's progress: a leaf that is done, or a node that is as done as its steps.</summary>
public sealed record ProgressStep
{
    /// <summary>Gets the name, unique among its siblings.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the state.</summary>
    public StepStatus Status { get; init; } = StepStatus.Pending;

    /// <summary>Gets the steps within; empty for a leaf.</summary>
    public IReadOnlyList<ProgressStep> Steps { get; init; } = [];

    /// <summary>Gets when it began; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Gets when it ended; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Gets why it ended as it did; null without a special reason.</summary>
    public StepReason? Reason { get; init; }

    /// <summary>Gets the component it is about; null for the whole app.</summary>
    public string? ComponentName { get; init; }

    /// <summary>Gets the text a client shows, as "Building service".</summary>
    public string? MessageBase { get; init; }
}
