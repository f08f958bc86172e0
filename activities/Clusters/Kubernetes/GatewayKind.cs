namespace Pipelines.Activities.Clusters.Kubernetes;

/// <summary>What stands at the edge of a cluster and leads visitors to apps.</summary>
public enum GatewayKind
{
    /// <summary>The first that the cluster has: Istio, Gateway API, an IngressClass; else <see cref="Platform"/>.</summary>
    Auto,

    /// <summary>Istio: Gateway, VirtualService, DestinationRule.</summary>
    Istio,

    /// <summary>The Gateway API: HTTPRoute.</summary>
    GatewayApi,

    /// <summary>An ingress controller: Ingress, which knows neither rewrites nor redirects nor CORS.</summary>
    Ingress,

    /// <summary>The ingress of the platform's own node daemon; nothing is made in the cluster.</summary>
    Platform,
}
