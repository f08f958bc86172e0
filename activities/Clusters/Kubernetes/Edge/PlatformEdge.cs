using System.Runtime.CompilerServices;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Edge;

/// <summary>The ingress of the platform's own node: it serves static sites, and every app where the cluster has no gateway of its own.</summary>
/// <param name="node">The node.</param>
internal sealed class PlatformEdge(ICluster node)
{
    private static readonly InstanceFailure s_unknown =
        new(InstanceFailureReason.InternalError, null, "The platform's ingress does not know the site any more.", []);

    public static bool HasSites(Release release) => release.Components.Any(EdgeRelease.IsSite);

    /// <summary>Prepares a release there, without traffic.</summary>
    public Task ApplyAsync(Release release, GatewayKind gateway, IReadOnlyDictionary<string, Uri> upstreams, CancellationToken cancellation) =>
        EdgeRelease.Of(release, gateway, upstreams) is { } edge ? node.ApplyAsync(edge, cancellation) : Task.CompletedTask;

    /// <summary>Switches the traffic there; an app that has nothing public any more leaves it.</summary>
    public Task RouteAsync(Release release, GatewayKind gateway, CancellationToken cancellation) => EdgeRelease.Exists(release, gateway)
        ? node.RouteAsync(release.AppId, release.Id, cancellation)
        : LeaveAsync(release.AppId, gateway, cancellation);

    /// <summary>Drains a release there and forgets it.</summary>
    public Task RetireAsync(Release release, GatewayKind gateway, CancellationToken cancellation) =>
        EdgeRelease.Exists(release, gateway) ? node.RetireAsync(release.AppId, release.Id, cancellation) : Task.CompletedTask;

    /// <summary>Forgets an app there.</summary>
    public Task DeleteAppAsync(string appId, CancellationToken cancellation) => node.DeleteAppAsync(appId, cancellation);

    public Task<IReadOnlyList<ReleaseStatus>> ListAsync(string appId, CancellationToken cancellation) => node.ListReleasesAsync(appId, cancellation);

    /// <summary>Tells how the sites of a release are; a release that is not known there has failed.</summary>
    public async IAsyncEnumerable<ReleaseStatus> WatchAsync(Release release, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var status in node.WatchReleaseAsync(release.AppId, release.Id, cancellation))
        {
            yield return status.State != ReleaseState.Absent ? status : status with
            {
                Components = [.. release.Components.Where(EdgeRelease.IsSite).Select(site => new ComponentStatus(site.Name, ReleaseState.Failed, 0, 1, 0, s_unknown))],
            };
        }
    }

    public Uri GetDefaultUrl(string appName) => node.GetDefaultUrl(appName);

    private async Task LeaveAsync(string appId, GatewayKind gateway, CancellationToken cancellation)
    {
        if (gateway == GatewayKind.Platform)
        {
            await node.DeleteAppAsync(appId, cancellation);
        }
    }
}
