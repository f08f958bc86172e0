using Pipelines.Kubernetes;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes.Manifests;

/// <summary>What clusters serve.</summary>
internal static class Catalogs
{
    /// <summary>Debian's Kubernetes, on which the platform's tests run.</summary>
    public static ApiCatalog Old { get; } = new("v1.20.2",
    [
        .. Common,
        new("policy", "v1beta1", "PodDisruptionBudget", "poddisruptionbudgets", true),
        new("autoscaling", "v1", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true),
        new("autoscaling", "v2beta2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true),
    ]);

    /// <summary>A cluster of today.</summary>
    public static ApiCatalog Now { get; } = new("v1.34.1-gke.100",
    [
        .. Common,
        new("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", true),
        new("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true),
        new("autoscaling", "v1", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true),
    ]);

    public static IReadOnlyList<ResourceType> Istio { get; } =
    [
        .. new[] { "v1", "v1beta1", "v1alpha3" }.SelectMany(version => new ResourceType[]
        {
            new("networking.istio.io", version, "Gateway", "gateways", true),
            new("networking.istio.io", version, "VirtualService", "virtualservices", true),
            new("networking.istio.io", version, "DestinationRule", "destinationrules", true),
        }),
    ];

    public static IReadOnlyList<ResourceType> GatewayApi { get; } =
    [
        new("gateway.networking.k8s.io", "v1", "Gateway", "gateways", true),
        new("gateway.networking.k8s.io", "v1", "HTTPRoute", "httproutes", true),
        new("gateway.networking.k8s.io", "v1beta1", "HTTPRoute", "httproutes", true),
    ];

    public static IReadOnlyList<ResourceType> Cilium { get; } = [new("cilium.io", "v2", "CiliumNetworkPolicy", "ciliumnetworkpolicies", true)];

    private static IReadOnlyList<ResourceType> Common =>
    [
        new("", "v1", "Namespace", "namespaces", false),
        new("", "v1", "Secret", "secrets", true),
        new("", "v1", "Service", "services", true),
        new("", "v1", "Endpoints", "endpoints", true),
        new("apps", "v1", "Deployment", "deployments", true),
        new("batch", "v1", "Job", "jobs", true),
        new("networking.k8s.io", "v1", "Ingress", "ingresses", true),
        new("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", true),
    ];

    public static ApiCatalog With(this ApiCatalog catalog, params IReadOnlyList<ResourceType>[] more) =>
        catalog with { Types = [.. catalog.Types, .. more.SelectMany(types => types)] };
}
