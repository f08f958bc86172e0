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

    /// <summary>Changes what is remembered of a job's run. Nobody overwrites what he has not seen: whoever was slower changes what the other has written.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="job">The Job's name.</param>
    /// <param name="change">Makes the next record of the present one, which is null before the first; the same one leaves it as it is. Asked again when somebody was faster.</param>
    /// <param name="cancellation">Cancels the change.</param>
    /// <returns>The record as it is then.</returns>
    public async Task<JobRecord> ChangeJobAsync(string appId, string job, Func<JobRecord?, JobRecord> change, CancellationToken cancellation)
    {
        while (true)
        {
            var present = await api.GetAsync(KubernetesRecord.Type, ManifestNames.OfApp(appId), job, cancellation);
            var known = KubernetesRecord.Read<JobRecord>(present);
            var next = change(known);
            if (ReferenceEquals(next, known) || await TryWriteAsync(present, KubernetesRecord.Write(JobKind, appId, job, next), cancellation))
            {
                return next;
            }
        }
    }

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

    private async Task<bool> TryWriteAsync(JsonObject? present, JsonObject next, CancellationToken cancellation)
    {
        try
        {
            if (present is null)
            {
                _ = await api.CreateAsync(next, cancellation);
                return true;
            }

            next["metadata"]!["resourceVersion"] = present.Text("metadata", "resourceVersion");
            _ = await api.ApplyAsync(next, force: true, cancellation: cancellation);
            return true;
        }
        catch (KubernetesException exception) when (exception.StatusCode == 409)
        {
            // Somebody was faster.
            return false;
        }
    }

    private static string NameOf(string releaseId) => ManifestNames.OfComponent("pipelines-release", releaseId);
}
