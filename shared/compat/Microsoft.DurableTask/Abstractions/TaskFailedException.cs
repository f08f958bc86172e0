namespace Microsoft.DurableTask;

/// <summary>An activity or sub-orchestration failed.</summary>
public sealed class TaskFailedException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="TaskFailedException"/> class.</summary>
    /// <param name="taskName">The task's name.</param>
    /// <param name="taskId">The task's number within its orchestration.</param>
    /// <param name="innerException">What the task threw.</param>
    public TaskFailedException(string taskName, int taskId, Exception innerException)
        : base(Describe(taskName, taskId, innerException?.Message), innerException)
    {
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = TaskFailureDetails.FromException(innerException!);
    }

    /// <summary>Initializes a new instance of the <see cref="TaskFailedException"/> class.</summary>
    /// <param name="taskName">The task's name.</param>
    /// <param name="taskId">The task's number within its orchestration.</param>
    /// <param name="failureDetails">Why the task failed.</param>
    public TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails)
        : base(Describe(taskName, taskId, failureDetails?.ErrorMessage))
    {
        ArgumentNullException.ThrowIfNull(failureDetails);
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = failureDetails;
    }

    /// <summary>Gets the task's name.</summary>
    public string TaskName { get; }

    /// <summary>Gets the task's number within its orchestration.</summary>
    public int TaskId { get; }

    /// <summary>Gets why the task failed.</summary>
    public TaskFailureDetails FailureDetails { get; }

    /// <summary>Gets a value indicating whether another attempt is pointless, as when the task is not registered.</summary>
    internal bool IsNonRetriable { get; init; }

    private static string Describe(string taskName, int taskId, string? reason) => reason is null
        ? $"Task '{taskName}' (#{taskId}) failed with an unhandled exception."
        : $"Task '{taskName}' (#{taskId}) failed with an unhandled exception: {reason}";
}
