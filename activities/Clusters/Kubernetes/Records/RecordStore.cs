using System.Text.Json.Nodes;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Records;

/// <summary>The records of apps in their namespaces.</summary>
internal sealed class RecordStore(IKubernetesApi api)
{
    private const string ReleaseKind = "release";
    private const string TrafficKind = "traffic";
    private const string JobKind = "job";
    private const string TrafficName = "pipelines-traffic";
    private const int KeptJobs = 200;

    /// <summary>What a watch of an app's releases and traffic asks for.</summary>
    public static ResourceQuery Query(string appId) =>
        new(KubernetesRecord.Type, ManifestNames.OfApp(appId), $"{KubernetesRecord.Label} in ({ReleaseKind},{TrafficKind})");

    /// <summary>Finds the release with an id among objects of such a watch.</summary>
    public static ReleaseRecord? FindRelease(IEnumerable<JsonObject> resources, string releaseId) => KubernetesRecord.Read<ReleaseRecord>(
        resources.FirstOrDefault(resource => resource.LabelOf(KubernetesRecord.Label) == ReleaseKind && resource.LabelOf(ManifestLabels.Release) == releaseId));

    /// <summary>Finds all releases among objects of such a watch.</summary>
    public static IEnumerable<ReleaseRecord> Releases(IEnumerable<JsonObject> resources) => resources
        .Where(resource => resource.LabelOf(KubernetesRecord.Label) == ReleaseKind)
        .Select(KubernetesRecord.Read<ReleaseRecord>)
        .OfType<ReleaseRecord>();

    /// <summary>Finds the id of the release that has the traffic among objects of such a watch.</summary>
    public static string? FindRouted(IEnumerable<JsonObject> resources) => KubernetesRecord.Read<TrafficRecord>(
        resources.FirstOrDefault(resource => resource.LabelOf(KubernetesRecord.Label) == TrafficKind))?.ReleaseId;

    public async Task<IReadOnlyList<JsonObject>> ListAsync(string appId, CancellationToken cancellation) =>
        await api.ListAsync(Query(appId), cancellation).ToListAsync(cancellation);

    public async Task<ReleaseRecord?> GetReleaseAsync(string appId, string releaseId, CancellationToken cancellation) => KubernetesRecord.Read<ReleaseRecord>(
        await api.GetAsync(KubernetesRecord.Type, ManifestNames.OfApp(appId), NameOf(releaseId), cancellation));

    public Task SaveAsync(ReleaseRecord record, CancellationToken cancellation) => api.ApplyAsync(
        KubernetesRecord.Write(
            ReleaseKind,
            record.Release.AppId,
            NameOf(record.Release.Id),
            record,
            new Dictionary<string, string> { [ManifestLabels.Release] = record.Release.Id }),
        force: true,
        cancellation: cancellation);

    public Task ForgetReleaseAsync(string appId, string releaseId, CancellationToken cancellation) =>
        api.DeleteAsync(KubernetesRecord.Type, ManifestNames.OfApp(appId), NameOf(releaseId), cancellation: cancellation);

    public async Task<string?> GetRoutedAsync(string appId, CancellationToken cancellation) => KubernetesRecord.Read<TrafficRecord>(
        await api.GetAsync(KubernetesRecord.Type, ManifestNames.OfApp(appId), TrafficName, cancellation))?.ReleaseId;

    public Task SetRoutedAsync(string appId, string releaseId, CancellationToken cancellation) => api.ApplyAsync(
        KubernetesRecord.Write(TrafficKind, appId, TrafficName, new TrafficRecord(releaseId)), force: true, cancellation: cancellation);

    public async Task<JobRecord?> GetJobAsync(string appId, string job, CancellationToken cancellation) => KubernetesRecord.Read<JobRecord>(
        await api.GetAsync(KubernetesRecord.Type, ManifestNames.OfApp(appId), job, cancellation));

    public Task SaveJobAsync(string appId, string job, JobRecord record, CancellationToken cancellation) =>
        api.ApplyAsync(KubernetesRecord.Write(JobKind, appId, job, record), force: true, cancellation: cancellation);

    /// <summary>Forgets the oldest jobs of an app when there are many.</summary>
    public async Task PruneJobsAsync(string appId, CancellationToken cancellation)
    {
        var query = new ResourceQuery(KubernetesRecord.Type, ManifestNames.OfApp(appId), $"{KubernetesRecord.Label}={JobKind}");
        var records = await api.ListAsync(query, cancellation).ToListAsync(cancellation);
        foreach (var old in records.OrderByDescending(record => record.Moment("metadata", "creationTimestamp")).Skip(KeptJobs))
        {
            _ = await api.DeleteAsync(KubernetesRecord.Type, query.Namespace, old.NameOf(), cancellation: cancellation);
        }
    }

    private static string NameOf(string releaseId) => ManifestNames.OfComponent("pipelines-release", releaseId);
}
