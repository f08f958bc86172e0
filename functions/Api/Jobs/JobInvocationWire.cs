using Pipelines.Deployments;

namespace Pipelines.Functions.Api.Jobs;

/// <summary>A run of a job as the Apps API shows it.</summary>
public sealed record JobInvocationWire
{
    /// <summary>Gets the id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the job's name.</summary>
    public required string JobName { get; init; }

    /// <summary>Gets the deployment whose job it is.</summary>
    public required string DeploymentId { get; init; }

    /// <summary>Gets how far it is.</summary>
    public JobInvocationPhase Phase { get; init; }

    /// <summary>Gets what started it.</summary>
    public required JobTriggerWire Trigger { get; init; }

    /// <summary>Gets the exit code, 128 + n for signal n; null where nothing ended with one.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Gets why it ended otherwise than by succeeding.</summary>
    public StepReason? Reason { get; init; }

    /// <summary>Gets when it became due.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when it was started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Gets when it ended.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Shows a run.</summary>
    public static JobInvocationWire Of(JobInvocation invocation) => new()
    {
        Id = invocation.Id,
        JobName = invocation.JobName,
        DeploymentId = invocation.DeploymentId,
        Phase = invocation.Phase,
        Trigger = JobTriggerWire.Of(invocation),
        ExitCode = invocation.ExitCode,
        Reason = invocation.Reason,
        CreatedAt = invocation.CreatedAt,
        StartedAt = invocation.StartedAt,
        CompletedAt = invocation.CompletedAt,
    };
}
