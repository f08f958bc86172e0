using System.Globalization;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests;

/// <summary>What of a cluster decides how manifests are written: the versions it serves and what stands at its edge.</summary>
public sealed record ClusterProfile
{
    private const string IstioGroup = "networking.istio.io";
    private const string GatewayGroup = "gateway.networking.k8s.io";

    /// <summary>Gets the server's version without its patch.</summary>
    public required Version ServerVersion { get; init; }

    /// <summary>Gets what stands at the edge; never <see cref="GatewayKind.Auto"/>.</summary>
    public required GatewayKind Gateway { get; init; }

    /// <summary>Gets the IngressClass that routes name; null for the cluster's default one.</summary>
    public string? IngressClass { get; init; }

    /// <summary>Gets the addresses of the cluster itself that apps must not reach beside the configured ranges (CIDR), as those of the API server.</summary>
    public IReadOnlyList<string> ClusterRanges { get; init; } = [];

    /// <summary>Gets how budgets of disruption are written: <c>policy/v1</c>, or v1beta1 before 1.21; null when there are none.</summary>
    public ResourceType? PodDisruptionBudget { get; init; }

    /// <summary>Gets how scaling is written: <c>autoscaling/v2</c>, or v2beta2 before 1.23; null when there is none.</summary>
    public ResourceType? HorizontalPodAutoscaler { get; init; }

    /// <summary>Gets Istio's Gateway; null when there is none.</summary>
    public ResourceType? IstioGateway { get; init; }

    /// <summary>Gets Istio's VirtualService; null when there is none.</summary>
    public ResourceType? VirtualService { get; init; }

    /// <summary>Gets Istio's DestinationRule; null when there is none.</summary>
    public ResourceType? DestinationRule { get; init; }

    /// <summary>Gets the Gateway API's Gateway; null when there is none.</summary>
    public ResourceType? Gateways { get; init; }

    /// <summary>Gets the Gateway API's HTTPRoute; null when there is none.</summary>
    public ResourceType? HttpRoute { get; init; }

    /// <summary>Gets Cilium's policy; null when Cilium is not there.</summary>
    public ResourceType? CiliumNetworkPolicy { get; init; }

    /// <summary>Gets the types of what belongs to a release, in the order in which they are applied; deleted by label in any order.</summary>
    public IReadOnlyList<ResourceType> ReleaseTypes { get; init; } = [];

    /// <summary>Gets the types of what leads an app's traffic to the routed release.</summary>
    public IReadOnlyList<ResourceType> RouteTypes { get; init; } = [];

    /// <summary>Gets a value indicating whether a container may sleep before it stops without a program for it (PodLifecycleSleepAction, on since 1.30).</summary>
    public bool HasSleepAction => ServerVersion >= new Version(1, 30);

    /// <summary>Tells from what a cluster serves how manifests are written for it.</summary>
    /// <param name="catalog">What it serves.</param>
    /// <param name="options">What is configured.</param>
    /// <param name="ingressClasses">The names of its IngressClasses.</param>
    /// <param name="clusterRanges">Addresses of the cluster itself, as those of the API server (CIDR).</param>
    /// <exception cref="InvalidOperationException">What is configured is not there.</exception>
    public static ClusterProfile From(ApiCatalog catalog, KubernetesOptions options, IReadOnlyList<string>? ingressClasses = null, IReadOnlyList<string>? clusterRanges = null)
    {
        var found = new ClusterProfile
        {
            ServerVersion = ParseVersion(catalog.ServerVersion),
            Gateway = GatewayKind.Platform,
            IngressClass = options.IngressClass ?? (ingressClasses ?? []).Order(StringComparer.Ordinal).FirstOrDefault(),
            ClusterRanges = [.. (clusterRanges ?? []).Order(StringComparer.Ordinal)],
            PodDisruptionBudget = catalog.Find("policy", "PodDisruptionBudget", "v1", "v1beta1"),
            HorizontalPodAutoscaler = catalog.Find("autoscaling", "HorizontalPodAutoscaler", "v2", "v2beta2"),
            IstioGateway = catalog.Find(IstioGroup, "Gateway", "v1", "v1beta1"),
            VirtualService = catalog.Find(IstioGroup, "VirtualService", "v1", "v1beta1"),
            DestinationRule = catalog.Find(IstioGroup, "DestinationRule", "v1", "v1beta1"),
            Gateways = catalog.Find(GatewayGroup, "Gateway", "v1", "v1beta1"),
            HttpRoute = catalog.Find(GatewayGroup, "HTTPRoute", "v1", "v1beta1"),
            CiliumNetworkPolicy = catalog.Find("cilium.io", "CiliumNetworkPolicy", "v2"),
        };
        var chosen = found with { Gateway = found.Choose(options) };
        return chosen with { ReleaseTypes = chosen.TypesOfReleases(catalog), RouteTypes = chosen.TypesOfRoutes(catalog) };
    }

    private GatewayKind Choose(KubernetesOptions options)
    {
        var hasIstio = this is { VirtualService: not null, DestinationRule: not null } && (IstioGateway is not null || options.GatewayName is not null);
        var hasGatewayApi = HttpRoute is not null && (options.GatewayName is not null || (Gateways is not null && options.GatewayClass is not null));
        return options.Gateway switch
        {
            GatewayKind.Auto when hasIstio => GatewayKind.Istio,
            GatewayKind.Auto when hasGatewayApi => GatewayKind.GatewayApi,
            GatewayKind.Auto when IngressClass is not null => GatewayKind.Ingress,
            GatewayKind.Auto => GatewayKind.Platform,
            GatewayKind.Istio when !hasIstio => throw Missing("the cluster serves no Istio (networking.istio.io)"),
            GatewayKind.GatewayApi when HttpRoute is null => throw Missing("the cluster serves no Gateway API (gateway.networking.k8s.io)"),
            GatewayKind.GatewayApi when !hasGatewayApi => throw Missing("the Gateway API needs Pipelines:Kubernetes:GatewayName or Pipelines:Kubernetes:GatewayClass"),
            var configured => configured,
        };

        InvalidOperationException Missing(string what) => new($"Pipelines:Kubernetes:Gateway is {options.Gateway}, but {what}.");
    }

    private List<ResourceType> TypesOfReleases(ApiCatalog catalog) => Served(
        catalog.Find("", "Secret", "v1"),
        catalog.Find("", "Service", "v1"),
        catalog.Find("apps", "Deployment", "v1"),
        PodDisruptionBudget,
        HorizontalPodAutoscaler,
        catalog.Find("batch", "Job", "v1"),
        Gateway == GatewayKind.Istio ? DestinationRule : null);

    private List<ResourceType> TypesOfRoutes(ApiCatalog catalog) =>
    [
        .. Served(catalog.Find("", "Service", "v1"), catalog.Find("", "Endpoints", "v1")),
        .. Gateway switch
        {
            GatewayKind.Istio => Served(IstioGateway, VirtualService),
            GatewayKind.GatewayApi => Served(Gateways, HttpRoute),
            GatewayKind.Ingress => Served(catalog.Find("networking.k8s.io", "Ingress", "v1")),
            _ => [],
        },
    ];

    private static List<ResourceType> Served(params IEnumerable<ResourceType?> types) => [.. types.OfType<ResourceType>()];

    /// <summary>Reads <c>v1.20.2</c>, <c>v1.27.3-gke.100</c>, <c>v1.29+</c>; what is none is an old server's.</summary>
    private static Version ParseVersion(string text)
    {
        var parts = text.TrimStart('v').Split('.');
        return parts.Length >= 2 && Number(parts[0]) is { } major && Number(parts[1]) is { } minor ? new Version(major, minor) : new Version(0, 0);

        static int? Number(string part) =>
            int.TryParse(string.Concat(part.TakeWhile(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
