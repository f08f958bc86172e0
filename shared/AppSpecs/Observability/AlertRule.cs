namespace Pipelines.AppSpecs;

/// <summary>What an alert is about.</summary>
public enum AlertRule
{
    /// <summary>A deployment failed (application).</summary>
    DeploymentFailed,

    /// <summary>A deployment became live (application).</summary>
    DeploymentLive,

    /// <summary>A deployment started (application).</summary>
    DeploymentStarted,

    /// <summary>A deployment was canceled (application).</summary>
    DeploymentCanceled,

    /// <summary>A domain could not be configured (application).</summary>
    DomainFailed,

    /// <summary>A domain became live (application).</summary>
    DomainLive,

    /// <summary>Automatic scaling failed (application).</summary>
    AutoscaleFailed,

    /// <summary>Automatic scaling succeeded (application).</summary>
    AutoscaleSucceeded,

    /// <summary>CPU use of an instance, in percent (component).</summary>
    CpuUtilization,

    /// <summary>Memory use of an instance, in percent (component).</summary>
    MemUtilization,

    /// <summary>Restarts of an instance (component).</summary>
    RestartCount,

    /// <summary>Requests per second (service).</summary>
    RequestsPerSecond,

    /// <summary>95th percentile of the duration of requests, in milliseconds (service).</summary>
    RequestDurationP95Ms,

    /// <summary>A run of a scheduled job failed (scheduled job).</summary>
    JobInvocationFailed,

    /// <summary>Activations (functions).</summary>
    FunctionsActivationCount,

    /// <summary>Average duration, in milliseconds (functions).</summary>
    FunctionsAverageDurationMs,

    /// <summary>Errors per minute (functions).</summary>
    FunctionsErrorRatePerMinute,

    /// <summary>Average time in the queue, in milliseconds (functions).</summary>
    FunctionsAverageWaitTimeMs,

    /// <summary>Errors (functions).</summary>
    FunctionsErrorCount,

    /// <summary>Memory consumption, in GB times seconds per second (functions).</summary>
    FunctionsGbRatePerSecond,
}
