using Pipelines.Activities.Clusters.Kubernetes.Applying;
using Pipelines.Activities.Clusters.Kubernetes.Edge;
using Pipelines.Activities.Clusters.Kubernetes.Jobs;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Activities.Clusters.Kubernetes.Records;
using Pipelines.Activities.Clusters.Kubernetes.Watching;
using Pipelines.Clusters;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Releases;

/// <summary>Stops releases: first the edge lets go of them, then their pods drain and end, then everything else of them goes.</summary>
internal sealed class ReleaseRetirer(IKubernetesApi api, RendererSource renderers, RecordStore records, PlatformEdge edge, TimeProvider time)
{
    private static readonly string[] s_workloads = ["Deployment", "Job", "HorizontalPodAutoscaler", "PodDisruptionBudget"];

    /// <summary>Stops a release; returns when its last pod is gone.</summary>
    /// <exception cref="ClusterException">It has the traffic.</exception>
    public async Task RetireAsync(string appId, string releaseId, CancellationToken cancellation)
    {
        if (await records.GetRoutedAsync(appId, cancellation) == releaseId)
        {
            throw Refusals.Refuse($"Release '{releaseId}' has the app's traffic and is not retired.");
        }

        var profile = await renderers.GetProfileAsync(cancellation);
        if (await records.GetReleaseAsync(appId, releaseId, cancellation) is { } record)
        {
            await records.SaveAsync(record with { Retiring = true }, cancellation);
            await edge.RetireAsync(record.Release, profile.Gateway, cancellation);
        }

        var (workloads, rest) = (profile.ReleaseTypes.Where(IsWorkload).ToList(), profile.ReleaseTypes.Where(type => !IsWorkload(type)).ToList());
        var atWork = await JobsAtWorkAsync(appId, releaseId, cancellation);
        await DeleteAsync(workloads, appId, releaseId, atWork, cancellation);
        await AwaitEndAsync(appId, releaseId, cancellation);
        await DeleteAsync(rest, appId, releaseId, atWork, cancellation);
        await records.ForgetReleaseAsync(appId, releaseId, cancellation);
    }

    private static bool IsWorkload(ResourceType type) => s_workloads.Contains(type.Kind);

    // A run that a schedule began ends by itself, after its release: what it leaves goes with a later switch of the traffic.
    private async Task<HashSet<string?>> JobsAtWorkAsync(string appId, string releaseId, CancellationToken cancellation)
    {
        var query = new ResourceQuery(CoreTypes.Job, ManifestNames.OfApp(appId), ManifestLabels.SelectRelease(appId, releaseId));
        return await api.ListAsync(query, cancellation).Where(JobObserver.IsAtWork).Select(job => job.LabelOf(ManifestLabels.Component)).ToHashSetAsync(cancellationToken: cancellation);
    }

    private Task DeleteAsync(IEnumerable<ResourceType> types, string appId, string releaseId, HashSet<string?> kept, CancellationToken cancellation) => Task.WhenAll(types.Select(async type =>
    {
        var query = new ResourceQuery(type, ManifestNames.OfApp(appId), $"{ManifestLabels.SelectRelease(appId, releaseId)},!{KubernetesRecord.Label}");
        await foreach (var found in api.ListAsync(query, cancellation).Where(each => !kept.Contains(each.LabelOf(ManifestLabels.Component))))
        {
            _ = await api.DeleteAsync(type, query.Namespace, found.NameOf(), DeletePropagation.Foreground, uid: found.UidOf(), cancellation: cancellation);
        }
    }));

    // What owns pods goes last, so that none is started again meanwhile.
    private async Task AwaitEndAsync(string appId, string releaseId, CancellationToken cancellation)
    {
        var selector = ManifestLabels.SelectRelease(appId, releaseId);
        await using var mirrors = new ResourceMirrors(api, [AppQueries.Deployments(appId, selector), AppQueries.Pods(appId, $"{selector},!{ManifestLabels.Job}")], time, cancellation);
        do
        {
            await mirrors.WaitAsync(null, cancellation);
        }
        while (mirrors[0].Resources.Count + mirrors[1].Resources.Count > 0);
    }
}
