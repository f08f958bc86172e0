using Microsoft.Extensions.Logging;
using Pipelines.Activities.Clusters.Kubernetes.Applying;
using Pipelines.Activities.Clusters.Kubernetes.Edge;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Activities.Clusters.Kubernetes.Watching;
using Pipelines.Clusters;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Releases;

/// <summary>
/// Removes apps: their routes, their pods, then their namespaces with all that is in them. A namespace whose pods are still
/// ending is looked at again late and later by the cluster (namespace controller, exponential delays): with one pod in it,
/// it took 90 s.
/// </summary>
internal sealed partial class AppDeleter(
    IKubernetesApi api, KubernetesOptions options, RendererSource renderers, PlatformEdge edge, CertificateSecrets certificates, WorkloadRemoval removal, TimeProvider time, ILogger<AppDeleter> logger)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);

    /// <summary>Removes an app; returns when it is gone.</summary>
    /// <exception cref="ClusterException">The namespace of that name is not the platform's.</exception>
    /// <exception cref="TimeoutException">Something in the namespace does not go away; the message has the cluster's words.</exception>
    public async Task DeleteAsync(string appId, CancellationToken cancellation)
    {
        await certificates.RemoveAllAsync(appId, (await renderers.GetProfileAsync(cancellation)).Gateway, cancellation);
        await DeleteNamespaceAsync(appId, cancellation);
    }

    /// <summary>Removes what runs of an app and its namespace, but not what it owns elsewhere; returns when it is gone.</summary>
    /// <exception cref="ClusterException">The namespace of that name is not the platform's.</exception>
    /// <exception cref="TimeoutException">Something in the namespace does not go away; the message has the cluster's words.</exception>
    public async Task DeleteNamespaceAsync(string appId, CancellationToken cancellation)
    {
        var profile = await renderers.GetProfileAsync(cancellation);
        if (options.SitesAddress is not null || profile.Gateway == GatewayKind.Platform)
        {
            await edge.DeleteAppAsync(appId, cancellation);
        }

        var name = ManifestNames.OfApp(appId);
        if (await api.GetAsync(CoreTypes.Namespace, null, name, cancellation) is not { } space)
        {
            return;
        }

        if (space.LabelOf(ManifestLabels.App) != appId)
        {
            throw Refusals.Refuse($"Namespace {name} was not made by the platform and is left alone.");
        }

        var end = time.GetUtcNow() + s_patience;
        await EndPodsAsync(profile, appId, end, cancellation);
        if (!space.IsBeingDeleted())
        {
            _ = await api.DeleteAsync(CoreTypes.Namespace, null, name, uid: space.UidOf(), cancellation: cancellation);
        }

        await AwaitEndAsync(name, space.UidOf(), end, cancellation);
        LogDeleted(name);
    }

    // What does not end in time is told by the namespace, which does not end either.
    private async Task EndPodsAsync(ClusterProfile profile, string appId, DateTimeOffset until, CancellationToken cancellation)
    {
        var selector = ManifestLabels.SelectApp(appId);
        await removal.DeleteAsync(profile.RouteTypes, appId, selector, cancellation);
        await removal.DeleteAsync(profile.ReleaseTypes.Where(WorkloadRemoval.IsWorkload), appId, selector, cancellation);
        await removal.AwaitEndAsync(appId, selector, selector, until, cancellation);
    }

    private async Task AwaitEndAsync(string name, string? uid, DateTimeOffset end, CancellationToken cancellation)
    {
        await using var mirrors = new ResourceMirrors(api, [new ResourceQuery(CoreTypes.Namespace, FieldSelector: $"metadata.name={name}")], time, cancellation);
        while (true)
        {
            await mirrors.WaitAsync(end, cancellation);
            if (mirrors[0].IsComplete && mirrors[0].Resources.All(each => each.UidOf() != uid))
            {
                return;
            }

            if (time.GetUtcNow() >= end)
            {
                var words = mirrors[0].Resources.FirstOrDefault().Items("status", "conditions").Where(condition => condition.Text("status") == "True").Select(condition => condition.Text("message"));
                throw new TimeoutException($"Namespace {name} is not gone after {s_patience}: {string.Join("; ", words)}");
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Namespace {Name} is gone")]
    private partial void LogDeleted(string name);
}
