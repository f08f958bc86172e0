namespace Pipelines.Deployments;

/// <summary>How far a run of a job is, as the Apps API names it.</summary>
public enum JobInvocationPhase
{
    /// <summary>It is to run.</summary>
    Pending,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It ended with exit code 0.</summary>
    Succeeded,

    /// <summary>It ended otherwise, or could not be started.</summary>
    Failed,

    /// <summary>It was stopped.</summary>
    Canceled,

    /// <summary>It was due but not run.</summary>
    Skipped,
}
