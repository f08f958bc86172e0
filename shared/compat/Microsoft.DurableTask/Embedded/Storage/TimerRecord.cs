namespace Pipelines.DurableTask.Embedded.Storage;

/// <summary>A timer that is to fire.</summary>
internal sealed record TimerRecord(string InstanceId, long Execution, long TaskId, DateTimeOffset DueTime)
{
    /// <summary>The step number of the timer that begins an instance at a later time.</summary>
    public const long StartTask = -1;

    public (string InstanceId, long Execution, long TaskId) Key => (InstanceId, Execution, TaskId);
}
