using System.Text.Json.Nodes;
using Pipelines.Activities.Clusters.Kubernetes.Applying;
using Pipelines.Activities.Clusters.Kubernetes.Jobs;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Activities.Clusters.Kubernetes.Records;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Traffic;

/// <summary>Removes what nothing needs once a release has the traffic: routes to others, and what belongs to no release that is known.</summary>
internal sealed class LeftoverPruner(IKubernetesApi api, RendererSource renderers, RecordStore records, TimeProvider time)
{
    // A job of a deployment runs before its release is known.
    private static readonly TimeSpan s_youth = TimeSpan.FromHours(1);

    /// <summary>Removes what is left over.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="routed">The release that has the traffic.</param>
    /// <param name="cancellation">Cancels the removal.</param>
    public async Task PruneAsync(string appId, string routed, CancellationToken cancellation)
    {
        var profile = await renderers.GetProfileAsync(cancellation);
        await PruneRoutesAsync(profile, appId, routed, cancellation);
        await PruneUnknownAsync(profile, appId, cancellation);
    }

    private Task PruneRoutesAsync(ClusterProfile profile, string appId, string routed, CancellationToken cancellation) => Task.WhenAll(
        profile.RouteTypes.Select(type => DeleteAsync(type, appId, $"{ManifestLabels.RoutedRelease},{ManifestLabels.RoutedRelease}!={routed}", DeletePropagation.Background, cancellation)));

    private async Task DeleteAsync(ResourceType type, string appId, string selector, DeletePropagation propagation, CancellationToken cancellation)
    {
        var query = new ResourceQuery(type, ManifestNames.OfApp(appId), $"{ManifestLabels.SelectApp(appId)},{selector}");
        await foreach (var found in api.ListAsync(query, cancellation))
        {
            _ = await api.DeleteAsync(type, query.Namespace, found.NameOf(), propagation, uid: found.UidOf(), cancellation: cancellation);
        }
    }

    private async Task PruneUnknownAsync(ClusterProfile profile, string appId, CancellationToken cancellation)
    {
        var selector = $"{ManifestLabels.SelectApp(appId)},{ManifestLabels.Release},!{KubernetesRecord.Label}";
        var found = await Task.WhenAll(profile.ReleaseTypes.Select(async type =>
            (Type: type, Objects: await api.ListAsync(new ResourceQuery(type, ManifestNames.OfApp(appId), selector), cancellation).ToListAsync(cancellation))));

        // Listed after the objects: whatever is there of a release came after its record.
        var known = RecordStore.Releases(await records.ListAsync(appId, cancellation)).Select(record => record.Release.Id).ToHashSet(StringComparer.Ordinal);
        known.UnionWith(found.SelectMany(each => each.Objects).Where(IsYoungOrAtWork).Select(each => each.LabelOf(ManifestLabels.Release)!));
        foreach (var (type, objects) in found)
        {
            foreach (var leftover in objects.Where(each => !known.Contains(each.LabelOf(ManifestLabels.Release)!)))
            {
                _ = await api.DeleteAsync(type, ManifestNames.OfApp(appId), leftover.NameOf(), DeletePropagation.Background, uid: leftover.UidOf(), cancellation: cancellation);
            }
        }
    }

    private bool IsYoungOrAtWork(JsonObject resource) =>
        !(resource.Moment("metadata", "creationTimestamp") < time.GetUtcNow() - s_youth)
        || (resource.Text("kind") == CoreTypes.Job.Kind && JobObserver.IsAtWork(resource));
}
