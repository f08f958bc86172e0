namespace Pipelines.Activities.Clusters.Kubernetes.Manifests.Networks;

/// <summary>Where the gateway's pods are.</summary>
internal static class GatewayPlace
{
    /// <summary>The namespace of the gateway's pods; null when it has none.</summary>
    public static string? NamespaceOfPods(GatewayKind gateway, KubernetesOptions options) => gateway switch
    {
        GatewayKind.Platform => null,
        _ when options.GatewayPodNamespace is { Length: > 0 } space => space,
        GatewayKind.Istio => "istio-system",
        GatewayKind.Ingress => "ingress-nginx",
        _ => options.GatewayNamespace,
    };
}
