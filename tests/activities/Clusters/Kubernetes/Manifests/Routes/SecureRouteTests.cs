using Pipelines.Activities.Clusters.Kubernetes;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.AppSpecs;
using Pipelines.Clusters;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes.Manifests.Routes;

/// <summary>How domains with certificates stand in the routes of each kind of gateway.</summary>
public sealed class SecureRouteTests
{
    private const string Host = "shop.example.com";

    [Fact]
    public void Istio_ends_tls_with_the_secret_of_each_domain()
    {
        var gateway = Render(GatewayKind.Istio, shared: false).Documents.Single(document => (string?)document["kind"] == "Gateway");
        var servers = gateway["spec"]!["servers"]!.AsArray();
        servers.Count.ShouldBe(3);
        servers[1]!["tls"]!.ToJsonString().ShouldBe($$"""{"mode":"SIMPLE","credentialName":"{{ManifestNames.OfCertificate(Host)}}","minProtocolVersion":"TLSV1_3"}""");
        servers[2]!["hosts"]!.ToJsonString().ShouldBe("""["./wild.example.com","./*.wild.example.com"]""");
        servers[2]!["tls"]!["minProtocolVersion"]!.GetValue<string>().ShouldBe("TLSV1_2");
    }

    [Fact]
    public void The_gateway_api_has_a_listener_for_each_host()
    {
        var gateway = Render(GatewayKind.GatewayApi, shared: false).Documents.Single(document => (string?)document["kind"] == "Gateway");
        var secure = gateway["spec"]!["listeners"]!.AsArray().Where(listener => (string?)listener!["protocol"] == "HTTPS").ToList();
        secure.Select(listener => (string)listener!["hostname"]!).ShouldBe([Host, "wild.example.com", "*.wild.example.com"]);
        secure.Select(listener => (string)listener!["name"]!).ShouldBeUnique();
        secure.ShouldAllBe(listener => (int)listener!["port"]! == 443 && (string)listener["tls"]!["mode"]! == "Terminate");
        secure[0]!["tls"]!["certificateRefs"]![0]!["name"]!.GetValue<string>().ShouldBe(ManifestNames.OfCertificate(Host));
        Render(GatewayKind.GatewayApi, shared: true).Limitations.ShouldContain(limitation => limitation.Contains("HTTPS listener"));
    }

    [Fact]
    public void An_ingress_names_the_secret_of_each_domain()
    {
        var set = Render(GatewayKind.Ingress, shared: false);
        var tls = set.Documents.Single(document => (string?)document["kind"] == "Ingress")["spec"]!["tls"]!;
        tls.ToJsonString().ShouldBe(
            $$"""[{"hosts":["{{Host}}"],"secretName":"{{ManifestNames.OfCertificate(Host)}}"},{"hosts":["wild.example.com","*.wild.example.com"],"secretName":"{{ManifestNames.OfCertificate("wild.example.com")}}"}]""");
        set.Limitations.ShouldContain(limitation => limitation.Contains("oldest TLS version"));
    }

    [Theory]
    [InlineData(GatewayKind.Istio)]
    [InlineData(GatewayKind.GatewayApi)]
    [InlineData(GatewayKind.Ingress)]
    public void Challenges_lead_to_the_platforms_ingress_at_those_hosts_alone(GatewayKind gateway)
    {
        var set = Render(gateway, shared: false);
        var text = string.Concat(set.Documents.Select(document => document.ToJsonString()));
        text.ShouldContain("/.well-known/acme-challenge");
        set.Documents.ShouldContain(document => (string?)document["kind"] == "Service" && (string?)document["metadata"]!["name"] == ManifestNames.SitesService);
        Render(gateway, shared: false, secure: false).Documents.ShouldAllBe(document => !document.ToJsonString(null).Contains("acme-challenge"));

        var (options, catalog) = Rendered.With(gateway);
        Rendered.Renderer(options with { SitesAddress = null }, catalog).RenderRoutes(Release(secure: true)).Limitations
            .ShouldContain(limitation => limitation.Contains("challenges") && limitation.Contains(Host));
    }

    private static ManifestSet Render(GatewayKind gateway, bool shared, bool secure = true)
    {
        var (options, catalog) = Rendered.With(gateway);
        return Rendered.Renderer(options with { GatewayName = shared ? "public" : null, GatewayClass = "public" }, catalog).RenderRoutes(Release(secure));
    }

    private static Release Release(bool secure) => new()
    {
        Id = Planned.DeploymentId,
        AppId = Planned.AppId,
        AppName = "shop",
        Components = [new ReleaseComponent { Name = "web", Kind = ComponentKind.Service, Image = "apps/web@sha256:00", HttpPort = 8080 }],
        Rules = [new IngressRule { Match = new IngressMatch { Path = new StringMatch { Prefix = "/" } }, Component = new ComponentRoute { Name = "web" } }],
        Domains = [Host, "wild.example.com", "*.wild.example.com"],
        SecureDomains = secure ? [new ReleaseDomain(Host, false, true), new ReleaseDomain("wild.example.com", true, false)] : [],
    };
}
