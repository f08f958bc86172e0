using Pipelines.Activities.Clusters.Kubernetes.Applying;
using Pipelines.Activities.Clusters.Kubernetes.Edge;
using Pipelines.Activities.Clusters.Kubernetes.Jobs;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Activities.Clusters.Kubernetes.Records;
using Pipelines.Clusters;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Releases;

/// <summary>Stops releases: first the edge lets go of them, then their pods drain and end, then everything else of them goes.</summary>
internal sealed class ReleaseRetirer(IKubernetesApi api, RendererSource renderers, RecordStore records, PlatformEdge edge, WorkloadRemoval removal)
{
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

        var selector = ManifestLabels.SelectRelease(appId, releaseId);
        var objects = $"{selector},!{KubernetesRecord.Label}";
        var atWork = await JobsAtWorkAsync(appId, selector, cancellation);
        await removal.DeleteAsync(profile.ReleaseTypes.Where(WorkloadRemoval.IsWorkload), appId, objects, cancellation, atWork);
        await removal.AwaitEndAsync(appId, selector, $"{selector},!{ManifestLabels.Job}", until: null, cancellation);
        await removal.DeleteAsync(profile.ReleaseTypes.Where(type => !WorkloadRemoval.IsWorkload(type)), appId, objects, cancellation, atWork);
        await records.ForgetReleaseAsync(appId, releaseId, cancellation);
    }

    // A run that a schedule began ends by itself, after its release: what it leaves goes with a later switch of the traffic.
    private async Task<IReadOnlySet<string?>> JobsAtWorkAsync(string appId, string selector, CancellationToken cancellation) =>
        await api.ListAsync(new ResourceQuery(CoreTypes.Job, ManifestNames.OfApp(appId), selector), cancellation)
            .Where(JobObserver.IsAtWork)
            .Select(job => job.LabelOf(ManifestLabels.Component))
            .ToHashSetAsync(cancellationToken: cancellation);
}
