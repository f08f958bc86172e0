namespace Pipelines.Clusters;

/// <summary>The states of a release or a component of one.</summary>
public enum ReleaseState
{
    /// <summary>The cluster does not know it.</summary>
    Absent,

    /// <summary>Instances are starting or not yet ready.</summary>
    Starting,

    /// <summary>All instances are ready.</summary>
    Healthy,

    /// <summary>It was healthy and is not now; the cluster keeps restarting it.</summary>
    Degraded,

    /// <summary>It will not become healthy: the check's thresholds are used up or an instance ended before it was ready.</summary>
    Failed,

    /// <summary>It is being drained and stopped.</summary>
    Retiring,
}
