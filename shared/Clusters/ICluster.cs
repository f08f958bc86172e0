namespace Pipelines.Clusters;

/// <summary>
/// Where releases run. Every call is idempotent under the ids it names: called again after a crash it finds what the
/// first call did. Drivers: the local node of this machine, Kubernetes.
/// </summary>
public interface ICluster
{
    /// <summary>Starts a release next to whatever runs of the app, without routing traffic to it. Returns when the desired state is durable at the cluster; <see cref="WatchReleaseAsync"/> tells how it goes.</summary>
    /// <exception cref="ClusterException">The cluster refuses the release for a reason that a retry does not cure.</exception>
    Task ApplyAsync(Release release, CancellationToken cancellation = default);

    /// <summary>
    /// Yields the state of a release now and after every change, until cancelled. An unknown release yields one status with
    /// <see cref="ReleaseState.Absent"/>. An instance that is down is never told without its reason, where there is one.
    /// <see cref="ComponentStatus.Restarts"/> counts how often any instance of the component was started again: it grows with
    /// the start, not with the end before it.
    /// </summary>
    IAsyncEnumerable<ReleaseStatus> WatchReleaseAsync(string appId, string releaseId, CancellationToken cancellation = default);

    /// <summary>Routes all of the app's traffic to a release at once: from then on no new request reaches another release of it.</summary>
    Task RouteAsync(string appId, string releaseId, CancellationToken cancellation = default);

    /// <summary>Lists the releases of an app that the cluster holds, and which one has the traffic.</summary>
    Task<IReadOnlyList<ReleaseStatus>> ListReleasesAsync(string appId, CancellationToken cancellation = default);

    /// <summary>Drains and stops a release and forgets it; returns when its last instance is gone. A routed release is refused.</summary>
    Task RetireAsync(string appId, string releaseId, CancellationToken cancellation = default);

    /// <summary>Runs a job to its end, or finds the run of that key that is under way or finished.</summary>
    Task<JobResult> RunJobAsync(JobRun job, CancellationToken cancellation = default);

    /// <summary>
    /// Stops a job's run, within the grace period of its component: whoever waits for it is told that it failed with
    /// <see cref="InstanceFailureReason.Canceled"/> once it has ended, and all that it wrote until then is in its log. One that has not begun never does; one that has
    /// ended stays as it ended. Returns when the stop is under way.
    /// </summary>
    Task CancelJobAsync(JobReference job, CancellationToken cancellation = default);

    /// <summary>Reads the output of an app's instances, interleaved by time.</summary>
    IAsyncEnumerable<InstanceLogLine> ReadLogsAsync(InstanceLogQuery query, CancellationToken cancellation = default);

    /// <summary>Lists the running instances of an app.</summary>
    Task<IReadOnlyList<InstanceStatus>> ListInstancesAsync(string appId, CancellationToken cancellation = default);

    /// <summary>Stops everything of an app and forgets it, routes and logs included; returns when it is gone.</summary>
    Task DeleteAppAsync(string appId, CancellationToken cancellation = default);

    /// <summary>Brings an image to where it may soon run. A hint: a cluster may ignore it, and a release never depends on it.</summary>
    /// <param name="reference">The image, <c>repository@sha256:…</c>.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    Task PrepareImageAsync(string reference, CancellationToken cancellation = default) => Task.CompletedTask;

    /// <summary>Tells the URL at which the cluster serves an app by default.</summary>
    Uri GetDefaultUrl(string appName);
}
