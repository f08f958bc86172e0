using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Pipelines.Clusters;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes;

/// <summary>The platform's own ingress in memory: what a test looks at instead of asking a node.</summary>
internal sealed class FakeIngress : ICluster
{
    public ConcurrentDictionary<string, Release> Releases { get; } = new(StringComparer.Ordinal);

    public string? Routed { get; private set; }

    public ReleaseState State { get; set; } = ReleaseState.Healthy;

    public Task ApplyAsync(Release release, CancellationToken cancellation = default)
    {
        _ = Releases.TryAdd(release.Id, release);
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<ReleaseStatus> WatchReleaseAsync(string appId, string releaseId, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        yield return StatusOf(appId, releaseId);
        if (Releases.ContainsKey(releaseId))
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellation);
        }
    }

    public Task RouteAsync(string appId, string releaseId, CancellationToken cancellation = default)
    {
        Releases.ContainsKey(releaseId).ShouldBeTrue("only a release that is there can be routed");
        Routed = releaseId;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<ReleaseStatus>> ListReleasesAsync(string appId, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<ReleaseStatus>>([.. Releases.Keys.Select(id => StatusOf(appId, id))]);

    public Task RetireAsync(string appId, string releaseId, CancellationToken cancellation = default)
    {
        Routed.ShouldNotBe(releaseId, "the release that has the traffic is never retired");
        _ = Releases.TryRemove(releaseId, out _);
        return Task.CompletedTask;
    }

    public Task DeleteAppAsync(string appId, CancellationToken cancellation = default)
    {
        Releases.Clear();
        Routed = null;
        return Task.CompletedTask;
    }

    public Uri GetDefaultUrl(string appName) => new($"http://{appName}.localhost:8080/");

    public Task<JobResult> RunJobAsync(JobRun job, CancellationToken cancellation = default) => throw new NotSupportedException("jobs run in the cluster");

    public Task CancelJobAsync(JobReference job, CancellationToken cancellation = default) => throw new NotSupportedException("jobs run in the cluster");

    public IAsyncEnumerable<InstanceLogLine> ReadLogsAsync(InstanceLogQuery query, CancellationToken cancellation = default) => throw new NotSupportedException("pods run in the cluster");

    public Task<IReadOnlyList<InstanceStatus>> ListInstancesAsync(string appId, CancellationToken cancellation = default) => throw new NotSupportedException("pods run in the cluster");

    private ReleaseStatus StatusOf(string appId, string releaseId) => Releases.TryGetValue(releaseId, out var release)
        ? new ReleaseStatus(appId, releaseId, State, Routed == releaseId, [.. release.Components.Select(component => new ComponentStatus(component.Name, State, 1, 1, 0, null))])
        : new ReleaseStatus(appId, releaseId, ReleaseState.Absent, false, []);
}
