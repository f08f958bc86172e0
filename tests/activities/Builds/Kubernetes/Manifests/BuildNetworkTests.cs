using System.Net;
using System.Text.Json.Nodes;
using Pipelines.Activities.Builds.Kubernetes;
using Pipelines.Activities.Builds.Kubernetes.Manifests;

namespace Pipelines.Activities.Tests.Builds.Kubernetes.Manifests;

/// <summary>The policy of build pods, evaluated against flows: the test cluster enforces none.</summary>
public sealed class BuildNetworkTests
{
    [Theory]
    [InlineData("93.184.216.34", 443, true)]
    [InlineData("10.1.2.3", 5000, true)]
    [InlineData("192.168.7.7", 8080, true)]
    [InlineData("10.1.2.3", 443, false)]
    [InlineData("10.96.0.1", 443, false)]
    [InlineData("169.254.169.254", 80, false)]
    [InlineData("172.16.0.9", 443, false)]
    [InlineData("100.64.1.1", 443, false)]
    [InlineData("127.0.0.1", 15000, false)]
    public void Without_configuration_builds_reach_the_internet_the_registry_and_the_platform(string address, int port, bool isAllowed) =>
        Allows(new KubernetesBuildOptions { PlatformUrl = new Uri("http://192.168.7.7:8080") }, address, port).ShouldBe(isAllowed);

    [Theory]
    [InlineData("203.0.113.9", 443, true)]
    [InlineData("203.0.113.9", 80, false)]
    [InlineData("93.184.216.34", 443, false)]
    [InlineData("10.1.2.3", 5000, false)]
    public void With_configuration_they_reach_that_alone(string address, int port, bool isAllowed)
    {
        var options = new KubernetesBuildOptions();
        options.Egress.Add(new EgressOptions { Cidr = "203.0.113.0/24", Ports = { 443 } });
        Allows(options, address, port).ShouldBe(isAllowed);
    }

    [Fact]
    public void Nobody_reaches_a_build()
    {
        var spec = Policy(new KubernetesBuildOptions());
        spec["policyTypes"]!.AsArray().Select(type => (string)type!).ShouldContain("Ingress");
        spec["ingress"]!.AsArray().ShouldBeEmpty();
        spec["podSelector"]!.AsObject().ShouldBeEmpty();
    }

    private static JsonObject Policy(KubernetesBuildOptions options) =>
        BuildNamespace.Render(options, "10.1.2.3:5000").Single(item => (string)item["kind"]! == "NetworkPolicy")["spec"]!.AsObject();

    private static bool Allows(KubernetesBuildOptions options, string address, int port) => Policy(options)["egress"]!.AsArray().Any(rule =>
        rule!["to"]!.AsArray().Any(peer => peer!["ipBlock"] is { } block && Matches(block, IPAddress.Parse(address)))
        && (rule["ports"] is not JsonArray ports || ports.Any(allowed => (int)allowed!["port"]! == port)));

    private static bool Matches(JsonNode block, IPAddress address) =>
        IPNetwork.Parse((string)block["cidr"]!).Contains(address)
        && !(block["except"] as JsonArray ?? []).Any(range => IPNetwork.Parse((string)range!).Contains(address));
}
