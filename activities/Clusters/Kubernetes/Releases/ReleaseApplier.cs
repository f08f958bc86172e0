using System.Text.Json.Nodes;
using Pipelines.Activities.Clusters.Kubernetes.Applying;
using Pipelines.Activities.Clusters.Kubernetes.Edge;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Activities.Clusters.Kubernetes.Records;
using Pipelines.Clusters;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Releases;

/// <summary>Starts releases beside what runs. What a try left undone the next one does: applying is idempotent.</summary>
internal sealed class ReleaseApplier(IKubernetesApi api, ObjectApplier applier, RendererSource renderers, RecordStore records, PlatformEdge edge, AppDeleter deleter)
{
    /// <summary>Starts a release.</summary>
    /// <exception cref="ClusterException">The cluster refuses it for a reason that a retry does not cure.</exception>
    public async Task ApplyAsync(Release release, CancellationToken cancellation)
    {
        await AwaitDeletionAsync(release.AppId, cancellation);
        var renderer = await renderers.GetAsync(cancellation);
        var app = Render(() => renderer.RenderApp(release.AppId, release.AppName));
        var documents = Render(() => renderer.RenderRelease(release));
        var record = await records.GetReleaseAsync(release.AppId, release.Id, cancellation);
        if (record is { Retiring: true })
        {
            throw Refusals.Refuse($"Release '{release.Id}' is being retired and is not started again.");
        }

        _ = await applier.ApplyAsync(app, cancellation);
        if (record is null)
        {
            // Before the first of its objects: nothing of a release is ever there that a retirement would not find.
            await records.SaveAsync(new ReleaseRecord(release), cancellation);
        }

        var names = await NewNamesAsync(release, renderer, cancellation);
        var applied = await applier.ApplyAsync([.. documents, .. names], cancellation);
        var gateway = (await renderers.GetProfileAsync(cancellation)).Gateway;
        await edge.ApplyAsync(release, gateway, ReleaseUpstreams.Of(release, applied.Where(each => each.Text("kind") == CoreTypes.Service.Kind)), cancellation);
    }

    // Somebody has deleted the namespace: what is on its way out takes nothing in, and is made again once it is gone.
    private async Task AwaitDeletionAsync(string appId, CancellationToken cancellation)
    {
        if (await api.GetAsync(CoreTypes.Namespace, null, ManifestNames.OfApp(appId), cancellation) is { } space && space.IsBeingDeleted())
        {
            await deleter.DeleteNamespaceAsync(appId, cancellation);
        }
    }

    private static IReadOnlyList<JsonObject> Render(Func<IReadOnlyList<JsonObject>> render)
    {
        try
        {
            return render();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            throw Refusals.Refuse(exception.Message);
        }
    }

    // Components find each other by names that lead to the routed release; those it does not have are the new one's at once.
    private async Task<IReadOnlyList<JsonObject>> NewNamesAsync(Release release, ManifestRenderer renderer, CancellationToken cancellation)
    {
        var names = renderer.RenderServices(release);
        if (names.Count == 0 || await records.GetRoutedAsync(release.AppId, cancellation) is null)
        {
            return names;
        }

        var query = new ResourceQuery(CoreTypes.Service, ManifestNames.OfApp(release.AppId), $"{ManifestLabels.SelectApp(release.AppId)},{ManifestLabels.RoutedRelease}");
        var present = await api.ListAsync(query, cancellation).Select(service => service.NameOf()).ToHashSetAsync(cancellationToken: cancellation);
        return [.. names.Where(name => !present.Contains(name.NameOf()))];
    }
}
