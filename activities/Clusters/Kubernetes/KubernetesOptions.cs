namespace Pipelines.Activities.Clusters.Kubernetes;

/// <summary>Configuration section <c>Pipelines:Kubernetes</c>: how apps run on a cluster. How it is reached is configured beside it.</summary>
public sealed record KubernetesOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Pipelines:Kubernetes";

    /// <summary>The ranges that apps do not reach unless something else is said: private, shared, link-local with the metadata address, and their like of IPv6.</summary>
    public static IReadOnlyList<string> PrivateRanges { get; } =
        ["10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fe80::/10"];

    /// <summary>Gets the RuntimeClass of pods; empty for the cluster's default runtime.</summary>
    public string RuntimeClass { get; init; } = "gvisor";

    /// <summary>Gets the RuntimeClass of single apps by app id, empty for the cluster's default runtime. By id, as a name may be taken by another app later.</summary>
    public IReadOnlyDictionary<string, string> RuntimeClasses { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets what pods may be.</summary>
    public PodSecurityLevel PodSecurityLevel { get; init; }

    /// <summary>Gets the labels that nodes of apps have; empty for any node.</summary>
    public IReadOnlyDictionary<string, string> NodeSelector { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets what an app's namespace may hold, by the names of ResourceQuota; null for <c>pods</c> 1000 and neither volumes nor ports of nodes and load balancers.</summary>
    public IReadOnlyDictionary<string, string>? Quota { get; init; }

    /// <summary>Gets the part of its CPU limit that an instance requests, 1 to 100 percent.</summary>
    public int CpuRequestPercent { get; init; } = 10;

    /// <summary>Gets the part of its memory limit that an instance requests, 1 to 100 percent.</summary>
    public int MemoryRequestPercent { get; init; } = 50;

    /// <summary>Gets the bytes an instance may write to its own file system and its output; a tenth is requested.</summary>
    public long EphemeralStorageBytes { get; init; } = 2L << 30;

    /// <summary>Gets the time an instance has to be scheduled, pulled and started, beside what its health check allows.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets the registry as nodes of the cluster reach it, <c>host</c> or <c>host:port</c>; null for <c>Pipelines:Registry:Host</c>.</summary>
    public string? ImageRegistry { get; init; }

    /// <summary>Gets who nodes are to the registry; null for anybody. Should be one that can only pull.</summary>
    public string? ImagePullUsername { get; init; }

    /// <summary>Gets the secret that goes with <see cref="ImagePullUsername"/>.</summary>
    public string? ImagePullPassword { get; init; }

    /// <summary>Gets what stands at the edge.</summary>
    public GatewayKind Gateway { get; init; }

    /// <summary>Gets the domain below which every app has a host name.</summary>
    public string Domain { get; init; } = "localhost";

    /// <summary>Gets the name of the Gateway that all apps share; null to make one for each app.</summary>
    public string? GatewayName { get; init; }

    /// <summary>Gets the namespace of the shared Gateway; null for that of the gateway's pods.</summary>
    public string? GatewayNamespace { get; init; }

    /// <summary>Gets the GatewayClass of Gateways made for apps (Gateway API); needed where no Gateway is shared.</summary>
    public string? GatewayClass { get; init; }

    /// <summary>Gets the labels of the pods that serve Gateways made for apps (Istio); null for <c>istio: ingressgateway</c>.</summary>
    public IReadOnlyDictionary<string, string>? GatewaySelector { get; init; }

    /// <summary>Gets the namespace of the gateway's pods, from which apps are reached; null for <c>istio-system</c>, <see cref="GatewayNamespace"/> or <c>ingress-nginx</c>.</summary>
    public string? GatewayPodNamespace { get; init; }

    /// <summary>Gets the ranges from which a gateway outside the cluster, or on its nodes' own network, reaches apps (CIDR).</summary>
    public IReadOnlyList<string> GatewayRanges { get; init; } = [];

    /// <summary>Gets the IngressClass; null for the first there is.</summary>
    public string? IngressClass { get; init; }

    /// <summary>Gets the time after which the gateway gives up a request; null for none of its own.</summary>
    public TimeSpan? RequestTimeout { get; init; }

    /// <summary>Gets where the platform's own ingress serves static sites, <c>host:port</c> as the gateway reaches it; not needed with <see cref="GatewayKind.Platform"/>.</summary>
    public string? SitesAddress { get; init; }

    /// <summary>Gets the ranges that apps do not reach (CIDR): those of the cluster's pods, services and nodes above all; null for <see cref="PrivateRanges"/>.</summary>
    public IReadOnlyList<string>? BlockedEgress { get; init; }

    /// <summary>Gets the labels of the namespace that has the cluster's DNS; null for <c>kubernetes.io/metadata.name: kube-system</c>.</summary>
    public IReadOnlyDictionary<string, string>? DnsNamespaceLabels { get; init; }

    /// <summary>Gets the labels of the cluster's DNS pods; null for <c>k8s-app: kube-dns</c>.</summary>
    public IReadOnlyDictionary<string, string>? DnsPodLabels { get; init; }

    /// <summary>Gets the addresses at which nodes answer DNS themselves (CIDR), as NodeLocal DNSCache does.</summary>
    public IReadOnlyList<string> DnsRanges { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"KubernetesOptions {{ Gateway = {Gateway}, RuntimeClass = {RuntimeClass}, Domain = {Domain}, ImageRegistry = {ImageRegistry} }}";
}
