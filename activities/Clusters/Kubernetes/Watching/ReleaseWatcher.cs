using System.Runtime.CompilerServices;
using System.Text.Json;
using Pipelines.Activities.Clusters.Kubernetes.Edge;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Activities.Clusters.Kubernetes.Observation;
using Pipelines.Activities.Clusters.Kubernetes.Records;
using Pipelines.Clusters;
using Pipelines.Clusters.Local;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Watching;

/// <summary>Tells how releases are: now, and after every change.</summary>
internal sealed class ReleaseWatcher(IKubernetesApi api, PlatformEdge edge, TimeProvider time)
{
    private const int Records = 0;
    private const int Deployments = 1;
    private const int Pods = 2;
    private const int Warnings = 3;

    /// <summary>Yields the state of a release now and after every change; ends after it is gone.</summary>
    public async IAsyncEnumerable<ReleaseStatus> WatchAsync(string appId, string releaseId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var selector = ManifestLabels.SelectRelease(appId, releaseId);
        ResourceQuery[] queries = [RecordStore.Query(appId), AppQueries.Deployments(appId, selector), AppQueries.Pods(appId, selector), AppQueries.Warnings(appId)];
        await using var mirrors = new ResourceMirrors(api, queries, time, cancellation);
        var lastLines = new LastLines(api, appId);
        ReleaseStatus? sites = null;
        string? last = null;
        DateTimeOffset? lookAgainAt = null;
        while (true)
        {
            await mirrors.WaitAsync(lookAgainAt, cancellation);
            if (RecordStore.FindRelease(mirrors[Records].Resources, releaseId) is not { } record)
            {
                yield return new ReleaseStatus(appId, releaseId, ReleaseState.Absent, Routed: false, []);
                yield break;
            }

            if (sites is null && PlatformEdge.HasSites(record.Release))
            {
                sites = new ReleaseStatus(appId, releaseId, ReleaseState.Starting, Routed: false, []);
                mirrors.Attach(edge.WatchAsync(record.Release, cancellation), status => (sites = status) is not null);
            }

            var observation = ReleaseObserver.Observe(SnapshotOf(record, mirrors, sites), time.GetUtcNow());
            lookAgainAt = observation.LookAgainAt;
            var status = await lastLines.CompleteAsync(observation, cancellation);
            var text = JsonSerializer.Serialize(status, LocalNodeProtocol.Json);
            if (text != last)
            {
                last = text;
                yield return status;
            }
        }
    }

    /// <summary>Tells how all releases of an app are now.</summary>
    public async Task<IReadOnlyList<ReleaseStatus>> ListAsync(string appId, CancellationToken cancellation)
    {
        var records = await api.ListAsync(RecordStore.Query(appId), cancellation).ToListAsync(cancellation);
        var releases = RecordStore.Releases(records).ToList();
        if (releases.Count == 0)
        {
            return [];
        }

        var selector = ManifestLabels.SelectApp(appId);
        var deployments = api.ListAsync(AppQueries.Deployments(appId, selector), cancellation).ToListAsync(cancellation).AsTask();
        var pods = api.ListAsync(AppQueries.Pods(appId, selector), cancellation).ToListAsync(cancellation).AsTask();
        var warnings = api.ListAsync(AppQueries.Warnings(appId), cancellation).ToListAsync(cancellation).AsTask();
        var sites = releases.Exists(release => PlatformEdge.HasSites(release.Release)) ? await edge.ListAsync(appId, cancellation) : [];
        var snapshots = releases.Select(async record => new ReleaseSnapshot
        {
            Release = record.Release,
            Retiring = record.Retiring,
            Routed = RecordStore.FindRouted(records) == record.Release.Id,
            Deployments = [.. (await deployments).Where(deployment => deployment.LabelOf(ManifestLabels.Release) == record.Release.Id)],
            Pods = [.. (await pods).Where(pod => pod.LabelOf(ManifestLabels.Release) == record.Release.Id)],
            Warnings = await warnings,
            Elsewhere = ByName(sites.FirstOrDefault(status => status.ReleaseId == record.Release.Id)),
        });
        return await Task.WhenAll((await Task.WhenAll(snapshots))
            .Select(snapshot => new LastLines(api, appId).CompleteAsync(ReleaseObserver.Observe(snapshot, time.GetUtcNow()), cancellation)));
    }

    private static ReleaseSnapshot SnapshotOf(ReleaseRecord record, ResourceMirrors mirrors, ReleaseStatus? sites) => new()
    {
        Release = record.Release,
        Retiring = record.Retiring,
        Routed = RecordStore.FindRouted(mirrors[Records].Resources) == record.Release.Id,
        Deployments = mirrors[Deployments].Resources,
        Pods = mirrors[Pods].Resources,
        Warnings = mirrors[Warnings].Resources,
        Elsewhere = ByName(sites),
    };

    private static IReadOnlyDictionary<string, ComponentStatus> ByName(ReleaseStatus? status) =>
        (status?.Components ?? []).ToDictionary(component => component.Name, StringComparer.Ordinal);
}
