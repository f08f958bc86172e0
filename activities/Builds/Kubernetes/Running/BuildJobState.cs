namespace Pipelines.Activities.Builds.Kubernetes.Running;

/// <summary>How a build's Job stands.</summary>
internal enum BuildJobState
{
    /// <summary>It runs, or waits for room.</summary>
    Running,

    /// <summary>All steps succeeded.</summary>
    Succeeded,

    /// <summary>It failed; another try would fail as well.</summary>
    Failed,

    /// <summary>It was taken away: another try may succeed.</summary>
    Vanished,
}
