namespace Microsoft.DurableTask;

/// <summary>The context of one run of an activity.</summary>
public abstract class TaskActivityContext
{
    /// <summary>Gets the activity's name.</summary>
    public abstract TaskName Name { get; }

    /// <summary>Gets the id of the orchestration that called the activity.</summary>
    public abstract string InstanceId { get; }

    /// <summary>Gets the version that was asked for; empty when there was none.</summary>
    public virtual string Version => string.Empty;
}
