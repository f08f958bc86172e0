using System.Net;
using Pipelines.Activities.Clusters.Kubernetes;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes.Manifests.Networks;

/// <summary>The policies of an app, evaluated against flows: the test cluster does not enforce them.</summary>
public sealed class NetworkPolicyTests
{
    private const string Space = "app-" + Planned.AppId;

    private static readonly Dictionary<string, Place> s_places = new()
    {
        ["web"] = Place.Pod("10.244.1.5", Space, ("pipelines.dev/component", "web")) with { Ports = new Dictionary<string, int> { ["http"] = 8080, ["port-9090"] = 9090 } },
        ["worker"] = Place.Pod("10.244.1.6", Space, ("pipelines.dev/component", "mailer")),
        ["another app's pod"] = Place.Pod("10.244.1.7", "app-other", ("pipelines.dev/component", "web")),
        ["a pod of the platform"] = Place.Pod("10.244.1.8", "default", ("app", "x")),
        ["the gateway"] = Place.Pod("10.244.2.2", "istio-system", ("istio", "ingressgateway")),
        ["the DNS"] = Place.Pod("10.244.2.3", "kube-system", ("k8s-app", "kube-dns")),
        ["another pod of kube-system"] = Place.Pod("10.244.2.4", "kube-system", ("k8s-app", "metrics")),
        ["the API server's service"] = Place.At("10.96.0.1"),
        ["the API server"] = Place.At("192.168.0.2"),
        ["the API server's public address"] = Place.At("198.51.100.9"),
        ["the metadata address"] = Place.At("169.254.169.254"),
        ["the metadata address of IPv6"] = Place.At("fd00:ec2::254"),
        ["a node"] = Place.At("172.16.4.4"),
        ["a neighbour by carrier-grade NAT"] = Place.At("100.64.3.1"),
        ["loopback"] = Place.At("127.0.0.1"),
        ["a link-local neighbour"] = Place.At("fe80::1"),
        ["the internet"] = Place.At("93.184.215.14"),
        ["the internet by IPv6"] = Place.At("2606:2800:220:1::1"),
    };

    [Theory]
    [InlineData("web", "worker", 7000, "TCP", true)]
    [InlineData("worker", "web", 9090, "TCP", true)]
    [InlineData("worker", "web", 8080, "TCP", true)]
    [InlineData("web", "another app's pod", 8080, "TCP", false)]
    [InlineData("another app's pod", "web", 8080, "TCP", false)]
    [InlineData("a pod of the platform", "web", 8080, "TCP", false)]
    [InlineData("web", "a pod of the platform", 80, "TCP", false)]
    [InlineData("the gateway", "web", 8080, "TCP", true)]
    [InlineData("the gateway", "web", 9090, "TCP", false)]
    [InlineData("the gateway", "web", 8080, "UDP", false)]
    [InlineData("the gateway", "worker", 8080, "TCP", false)]
    [InlineData("web", "the gateway", 80, "TCP", false)]
    [InlineData("web", "the DNS", 53, "UDP", true)]
    [InlineData("web", "the DNS", 53, "TCP", true)]
    [InlineData("web", "the DNS", 9153, "TCP", false)]
    [InlineData("web", "another pod of kube-system", 53, "UDP", false)]
    [InlineData("web", "the API server's service", 443, "TCP", false)]
    [InlineData("web", "the API server", 6443, "TCP", false)]
    [InlineData("web", "the API server's public address", 443, "TCP", false)]
    [InlineData("web", "the metadata address", 80, "TCP", false)]
    [InlineData("web", "the metadata address of IPv6", 80, "TCP", false)]
    [InlineData("worker", "a node", 10250, "TCP", false)]
    [InlineData("web", "a neighbour by carrier-grade NAT", 443, "TCP", false)]
    [InlineData("web", "loopback", 10250, "TCP", false)]
    [InlineData("web", "a link-local neighbour", 443, "TCP", false)]
    [InlineData("web", "the internet", 443, "TCP", true)]
    [InlineData("web", "the internet", 53, "UDP", true)]
    [InlineData("worker", "the internet by IPv6", 443, "TCP", true)]
    [InlineData("the internet", "web", 8080, "TCP", false)]
    public void A_flow_is_allowed_or_not(string from, string to, int port, string protocol, bool allowed) =>
        Policies(GatewayKind.Istio, Rendered.Options).Allows(s_places[from], s_places[to], port, protocol).ShouldBe(allowed);

    [Theory]
    [InlineData(GatewayKind.GatewayApi, "gateways")]
    [InlineData(GatewayKind.Ingress, "ingress-nginx")]
    public void Only_the_gateway_that_is_there_comes_in(GatewayKind kind, string space)
    {
        var policies = Policies(kind, Rendered.Options);
        policies.Allows(Place.Pod("10.244.2.9", space), s_places["web"], 8080, "TCP").ShouldBeTrue();
        policies.Allows(s_places["the gateway"], s_places["web"], 8080, "TCP").ShouldBeFalse();
    }

    [Fact]
    public void A_gateway_outside_the_cluster_comes_in_by_its_address()
    {
        var policies = Policies(GatewayKind.Platform, Rendered.Options with { GatewayRanges = ["172.16.4.4/32"] });
        policies.Allows(s_places["a node"], s_places["web"], 8080, "TCP").ShouldBeTrue();
        policies.Allows(s_places["a node"], s_places["web"], 9090, "TCP").ShouldBeFalse();
        policies.Allows(Place.At("172.16.4.5"), s_places["web"], 8080, "TCP").ShouldBeFalse();
        Policies(GatewayKind.Platform, Rendered.Options).Allows(s_places["a node"], s_places["web"], 8080, "TCP").ShouldBeFalse();
    }

    [Fact]
    public void What_is_configured_replaces_the_ranges_and_the_DNS()
    {
        var policies = Policies(GatewayKind.Istio, Rendered.Options with
        {
            BlockedEgress = ["10.0.0.0/8", "::/0"],
            DnsRanges = ["169.254.20.10/32"],
            DnsNamespaceLabels = new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = "dns" },
        });
        policies.Allows(s_places["web"], s_places["a node"], 443, "TCP").ShouldBeTrue();
        policies.Allows(s_places["web"], s_places["the internet by IPv6"], 443, "TCP").ShouldBeFalse();
        policies.Allows(s_places["web"], s_places["the API server's public address"], 443, "TCP").ShouldBeFalse();
        policies.Allows(s_places["web"], Place.At("169.254.20.10"), 53, "UDP").ShouldBeTrue();
        policies.Allows(s_places["web"], s_places["the DNS"], 53, "UDP").ShouldBeFalse();
    }

    [Fact]
    public void An_app_without_policies_would_be_open()
    {
        // The evaluator itself: it denies only by a policy.
        new PolicyEvaluator([]).Allows(s_places["another app's pod"], s_places["web"], 8080, "TCP").ShouldBeTrue();
        new PolicyEvaluator([]).Allows(new Place(IPAddress.Loopback), s_places["web"], 8080, "TCP").ShouldBeTrue();
    }

    [Fact]
    public void Cilium_is_told_of_the_nodes_and_the_API_server_as_what_they_are()
    {
        var catalog = Catalogs.Now.With(Catalogs.Cilium, Catalogs.GatewayApi);
        var policy = Rendered.Renderer(Rendered.Options, catalog).RenderApp(Planned.AppId, "shop").Single(document => (string?)document["kind"] == "CiliumNetworkPolicy");
        policy["spec"]!["egressDeny"]![0]!["toEntities"]!.ToJsonString().ShouldBe("""["kube-apiserver","host","remote-node"]""");
        policy["spec"]!["ingress"]![0]!["fromEntities"]!.ToJsonString().ShouldBe("""["ingress"]""");

        // Where nodes answer DNS, a denial of nodes would be one of DNS.
        var local = Rendered.Renderer(Rendered.Options with { DnsRanges = ["169.254.20.10/32"] }, catalog).RenderApp(Planned.AppId, "shop").Single(document => (string?)document["kind"] == "CiliumNetworkPolicy");
        local["spec"]!["egressDeny"]![0]!["toEntities"]!.ToJsonString().ShouldBe("""["kube-apiserver"]""");
    }

    private static PolicyEvaluator Policies(GatewayKind kind, KubernetesOptions options)
    {
        var chosen = options with { Gateway = kind };
        var profile = ClusterProfile.From(Catalogs.Now.With(Catalogs.Istio, Catalogs.GatewayApi), chosen, clusterRanges: ["198.51.100.9/32"]);
        return new PolicyEvaluator(new ManifestRenderer(profile, chosen).RenderApp(Planned.AppId, "shop"));
    }
}
