using Microsoft.Extensions.Configuration;
using Pipelines.Activities.Clusters.Kubernetes;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes;

public sealed class KubernetesOptionsTests
{
    [Fact]
    public void The_section_is_read_and_the_registry_follows_from_the_platforms()
    {
        var options = Read(
            ("Pipelines:Registry:Host", "registry.example.com"),
            ("Pipelines:Kubernetes:RuntimeClass", "kata"),
            ("Pipelines:Kubernetes:RuntimeClasses:0199a0a0", ""),
            ("Pipelines:Kubernetes:Gateway", "Istio"),
            ("Pipelines:Kubernetes:BlockedEgress:0", "10.1.0.0/16"),
            ("Pipelines:Kubernetes:NodeSelector:pool", "apps"),
            ("Pipelines:Kubernetes:SitesAddress", "203.0.113.7:8080"),
            ("Pipelines:Kubernetes:RequestTimeout", "00:05:00"),
            ("Pipelines:Kubernetes:Kubeconfig", "/etc/kubeconfig"));
        options.ImageRegistry.ShouldBe("registry.example.com");
        options.RuntimeClass.ShouldBe("kata");
        options.RuntimeClasses["0199a0a0"].ShouldBe("");
        options.Gateway.ShouldBe(GatewayKind.Istio);
        options.BlockedEgress.ShouldBe(["10.1.0.0/16"]);
        options.NodeSelector["pool"].ShouldBe("apps");
        options.RequestTimeout.ShouldBe(TimeSpan.FromMinutes(5));
        Read(("Pipelines:Registry:Host", "a"), ("Pipelines:Kubernetes:ImageRegistry", "b")).ImageRegistry.ShouldBe("b");
        Read().RuntimeClass.ShouldBe("gvisor");
    }

    [Theory]
    [InlineData("CpuRequestPercent", "0")]
    [InlineData("MemoryRequestPercent", "101")]
    [InlineData("EphemeralStorageBytes", "0")]
    [InlineData("StartTimeout", "00:00:00")]
    [InlineData("RequestTimeout", "00:00:00")]
    [InlineData("SitesAddress", "127.0.0.1:8080")]
    [InlineData("SitesAddress", "sites")]
    [InlineData("BlockedEgress:0", "10.0.0.0")]
    [InlineData("GatewayRanges:0", "everything")]
    [InlineData("DnsRanges:0", "")]
    [InlineData("Gateway", "GatewayApi")]
    public void A_wrong_value_is_refused_by_its_key(string key, string value) =>
        Should.Throw<InvalidOperationException>(() => Read(("Pipelines:Kubernetes:" + key, value))).Message.ShouldContain("Pipelines:Kubernetes:" + key.Split(':')[0]);

    private static KubernetesOptions Read(params (string Key, string Value)[] settings) => KubernetesOptionsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build());
}
