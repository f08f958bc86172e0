namespace Octokit;

/// <summary>States of a deployment.</summary>
public enum DeploymentState
{
    /// <summary>Not begun.</summary>
    Pending,

    /// <summary>It is there.</summary>
    Success,

    /// <summary>It could not be done.</summary>
    Error,

    /// <summary>It has failed.</summary>
    Failure,

    /// <summary>It is no longer there.</summary>
    Inactive,

    /// <summary>It is being done.</summary>
    InProgress,

    /// <summary>It waits for its turn.</summary>
    Queued,
}
