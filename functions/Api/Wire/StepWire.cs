using Pipelines.Deployments;

namespace Pipelines.Functions.Api.Wire;

/// <summary>A step of a deployment's progress as the Apps API shows it.</summary>
public sealed record StepWire
{
    /// <summary>Gets the name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the state.</summary>
    public StepStatus Status { get; init; }

    /// <summary>Gets the steps within; null for a leaf.</summary>
    public IReadOnlyList<StepWire>? Steps { get; init; }

    /// <summary>Gets when it began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Gets when it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Gets why it ended as it did.</summary>
    public StepReason? Reason { get; init; }

    /// <summary>Gets the component it is about.</summary>
    public string? ComponentName { get; init; }

    /// <summary>Gets the text a client shows.</summary>
    public string? MessageBase { get; init; }

    /// <summary>Makes it of a stored step.</summary>
    public static StepWire Of(ProgressStep step, bool deep) => new()
    {
        Name = step.Name,
        Status = step.Status,
        Steps = deep && step.Steps.Count > 0 ? [.. step.Steps.Select(inner => Of(inner, deep))] : null,
        StartedAt = step.StartedAt,
        EndedAt = step.EndedAt,
        Reason = step.Reason,
        ComponentName = step.ComponentName,
        MessageBase = step.MessageBase,
    };
}
