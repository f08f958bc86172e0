using Microsoft.Extensions.Logging;
using Pipelines.Activities.Clusters.Kubernetes.Applying;
using Pipelines.Activities.Clusters.Kubernetes.Edge;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Activities.Clusters.Kubernetes.Records;
using Pipelines.Clusters;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Traffic;

/// <summary>Leads an app's traffic to a release: the names within the app, then the edge, in as few steps as there are; last it is remembered.</summary>
internal sealed partial class TrafficRouter(
    IKubernetesApi api, ObjectApplier applier, RendererSource renderers, RecordStore records, PlatformEdge edge, EndpointWait endpoints, LeftoverPruner pruner, ILogger<TrafficRouter> logger)
{
    /// <summary>Gives a release all of the app's traffic.</summary>
    /// <exception cref="ClusterException">There is no such release, or the cluster refuses its routes.</exception>
    public async Task RouteAsync(string appId, string releaseId, CancellationToken cancellation)
    {
        if (await records.GetReleaseAsync(appId, releaseId, cancellation) is not { Retiring: false, Release: { } release })
        {
            throw Refusals.Refuse($"There is no release '{releaseId}' of that app to route to.");
        }

        var renderer = await renderers.GetAsync(cancellation);
        var gateway = (await renderers.GetProfileAsync(cancellation)).Gateway;
        var services = renderer.RenderServices(release);
        await endpoints.UntilReadyAsync(release, [.. services.Select(service => service.LabelOf(ManifestLabels.Component)!)], cancellation);
        await SwitchEdgeAsync(release, gateway, async () =>
        {
            _ = await applier.ApplyAsync([.. services, .. Tell(renderer.RenderRoutes(release))], cancellation);
        }, cancellation);
        await records.SetRoutedAsync(appId, releaseId, cancellation);
        await PruneAsync(release, cancellation);
    }

    // The traffic is where it should be: what is left over costs room, and the next switch tries again.
    private async Task PruneAsync(Release release, CancellationToken cancellation)
    {
        try
        {
            await pruner.PruneAsync(release.AppId, release.Id, cancellation);
        }
        catch (KubernetesException exception)
        {
            LogNotPruned(release.AppName, exception.Message);
        }
    }

    private async Task SwitchEdgeAsync(Release release, GatewayKind gateway, Func<Task> apply, CancellationToken cancellation)
    {
        var query = new ResourceQuery(CoreTypes.Service, ManifestNames.OfApp(release.AppId), ManifestLabels.SelectRelease(release.AppId, release.Id));
        var upstreams = gateway == GatewayKind.Platform
            ? ReleaseUpstreams.Of(release, await api.ListAsync(query, cancellation).ToListAsync(cancellation))
            : new Dictionary<string, Uri>();

        // The edge has it since it was applied, unless its own data was lost meanwhile.
        await edge.ApplyAsync(release, gateway, upstreams, cancellation);
        await endpoints.UntilReachedAsync(release, upstreams.Values, cancellation);
        await apply();
        await edge.RouteAsync(release, gateway, cancellation);
    }

    private IReadOnlyList<System.Text.Json.Nodes.JsonObject> Tell(ManifestSet set)
    {
        foreach (var limitation in set.Limitations)
        {
            LogLimitation(limitation);
        }

        return set.Documents;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What app {App} does not need any more could not be removed: {Reason}")]
    private partial void LogNotPruned(string app, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The cluster cannot do all that the app asks for: {Limitation}")]
    private partial void LogLimitation(string limitation);
}
