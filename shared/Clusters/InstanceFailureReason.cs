namespace Pipelines.Clusters;

/// <summary>Why an instance failed, in the terms of the Apps API's reason codes.</summary>
public enum InstanceFailureReason
{
    /// <summary>It ran but did not pass its health check within the thresholds.</summary>
    HealthChecksFailed,

    /// <summary>It ended by itself.</summary>
    ExitNonZero,

    /// <summary>Its command could not be started: not found, not executable.</summary>
    CommandNotExecutable,

    /// <summary>It was killed for using more memory than its size allows.</summary>
    OutOfMemory,

    /// <summary>The cluster has no room for it.</summary>
    ResourceExhausted,

    /// <summary>The image could not be pulled or unpacked.</summary>
    ImageUnavailable,

    /// <summary>It ran longer than its timeout (jobs).</summary>
    Timeout,

    /// <summary>It was stopped because somebody asked for it (jobs).</summary>
    Canceled,

    /// <summary>Something of the platform failed.</summary>
    InternalError,
}
