using System.Text.Json.Nodes;
using Pipelines.Activities.Clusters.Kubernetes.Manifests.Networks;
using Pipelines.Activities.Clusters.Kubernetes.Manifests.Routes;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests;

/// <summary>
/// Turns releases into the objects of a cluster. Pure: the same input gives the same documents byte for byte, with keys in
/// a stable order. Documents come in the order in which they should be applied.
/// </summary>
/// <param name="profile">What the cluster serves.</param>
/// <param name="options">What is configured.</param>
public sealed class ManifestRenderer(ClusterProfile profile, KubernetesOptions options)
{
    private readonly PodTemplates pods = new(profile, options);

    /// <summary>What an app has before its first release and until it is deleted: its namespace, what may be in it and what it may reach.</summary>
    /// <param name="appId">The app's id.</param>
    /// <param name="appName">The app's name.</param>
    /// <exception cref="ArgumentException">The id is no part of a namespace's name.</exception>
    public IReadOnlyList<JsonObject> RenderApp(string appId, string appName) =>
    [
        .. new AppManifests(profile, options).Render(appId, appName),
        .. new NetworkPolicies(profile, options).Render(appId),
        .. profile.CiliumNetworkPolicy is null ? [] : new CiliumPolicies(profile, options).Render(appId),
    ];

    /// <summary>
    /// What runs of a release: for each component but sites its environment, Service, Deployment, budget and scaling. Nothing of it
    /// has traffic before <see cref="RenderServices"/> and <see cref="RenderRoutes"/>.
    /// </summary>
    /// <param name="release">The release.</param>
    /// <exception cref="InvalidOperationException">No registry is configured that nodes could pull from.</exception>
    public IReadOnlyList<JsonObject> RenderRelease(Release release) =>
    [
        .. release.Components.Where(IsRun).SelectMany(component => new ComponentManifests(profile, options, pods).Render(release, component)),
    ];

    /// <summary>The Services by whose names an app's components find each other, leading to a release: to the first one at once, to a later one when it is routed.</summary>
    /// <param name="release">The release.</param>
    public IReadOnlyList<JsonObject> RenderServices(Release release) =>
        [.. release.Components.Where(IsRun).Select(component => new ServiceManifests(profile).Stable(release, component)).OfType<JsonObject>()];

    /// <summary>The objects of the edge that lead visitors to a release; none where the platform's own ingress does.</summary>
    /// <param name="release">The routed release.</param>
    public ManifestSet RenderRoutes(Release release) => profile.Gateway switch
    {
        GatewayKind.Istio => new IstioRoutes(profile, options).Render(release),
        GatewayKind.GatewayApi => new GatewayApiRoutes(profile, options).Render(release),
        GatewayKind.Ingress => new IngressRoutes(profile, options).Render(release),
        _ => ManifestSet.Empty,
    };

    /// <summary>One run of a job with its environment.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="InvalidOperationException">No registry is configured that nodes could pull from.</exception>
    public IReadOnlyList<JsonObject> RenderJob(JobRun run) => new JobManifests(pods).Run(run);

    /// <summary>Sites are files, and what something outside serves already is only routed to.</summary>
    private static bool IsRun(ReleaseComponent component) => component is { Image: not null, Upstream: null };
}
