namespace Pipelines.Deployments;

/// <summary>The reason codes of the Apps API, as they stand in <c>progress.steps[].reason.code</c>.</summary>
public static class ReasonCodes
{
    /// <summary>Something of the platform failed.</summary>
    public const string InternalError = "InternalError";

    /// <summary>The build could not be run.</summary>
    public const string BuildJobFailed = "BuildJobFailed";

    /// <summary>The build command ended with an exit code other than 0.</summary>
    public const string BuildJobExitNonZero = "BuildJobExitNonZero";

    /// <summary>The build took longer than it may (60 minutes by default).</summary>
    public const string BuildJobTimeout = "BuildJobTimeout";

    /// <summary>The build used more memory than it may.</summary>
    public const string BuildJobOutOfMemory = "BuildJobOutOfMemory";

    /// <summary>Nothing that matters to the build changed; the image built before runs.</summary>
    public const string PreviousBuildReused = "PreviousBuildReused";

    /// <summary>Too many builds at once.</summary>
    public const string BuildRateLimit = "BuildRateLimit";

    /// <summary>A database of the app cannot be reached.</summary>
    public const string DatabaseNotAvailable = "DatabaseNotAvailable";

    /// <summary>The cluster has no room.</summary>
    public const string ResourceExhausted = "ResourceExhausted";

    /// <summary>An instance ran but did not become healthy.</summary>
    public const string DeployContainerHealthChecksFailed = "DeployContainerHealthChecksFailed";

    /// <summary>An instance or a job ended with an exit code.</summary>
    public const string DeployContainerExitNonZero = "DeployContainerExitNonZero";

    /// <summary>The run command could not be started.</summary>
    public const string ContainerCommandNotExecutable = "ContainerCommandNotExecutable";

    /// <summary>An instance was killed for using too much memory.</summary>
    public const string ContainerOutOfMemory = "ContainerOutOfMemory";

    /// <summary>A person asked for the end, or a newer wish did.</summary>
    public const string Canceled = "Canceled";

    /// <summary>A run was due when nothing could start it, or an earlier run went on.</summary>
    public const string RunMissed = "RunMissed";
}
