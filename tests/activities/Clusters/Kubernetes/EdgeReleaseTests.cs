using Pipelines.Activities.Clusters.Kubernetes;
using Pipelines.Activities.Clusters.Kubernetes.Edge;
using Pipelines.AppSpecs;
using Pipelines.Clusters;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes;

public sealed class EdgeReleaseTests
{
    private static readonly ReleaseComponent s_site = new() { Name = "docs", Kind = ComponentKind.StaticSite, SiteDigest = "sha256:1" };
    private static readonly ReleaseComponent s_web = Observed.Service() with { Environment = new Dictionary<string, string> { ["SECRET"] = "s3cret" } };
    private static readonly ReleaseComponent s_worker = Observed.Service() with { Name = "work", Kind = ComponentKind.Worker, HttpPort = 0 };

    private static readonly Release s_release = Observed.Release(s_web, s_worker, s_site) with
    {
        Rules = [RuleTo("web"), RuleTo("docs"), new IngressRule { Redirect = new Redirect { Uri = "/new" } }],
    };

    [Fact]
    public void The_platforms_ingress_serves_sites_and_services_at_their_addresses_without_their_secrets()
    {
        var services = new[] { Observed.Parse("""{ "metadata": { "labels": { "pipelines.dev/release": "r1", "pipelines.dev/component": "web" } }, "spec": { "clusterIP": "10.96.0.7" } }""") };
        var edge = EdgeRelease.Of(s_release, GatewayKind.Platform, ReleaseUpstreams.Of(s_release, services)).ShouldNotBeNull();
        edge.Components.Select(component => component.Name).ShouldBe(["web", "docs"]);
        edge.Components[0].Upstream.ShouldBe(new Uri("http://10.96.0.7:8080"));
        edge.Components[0].Environment.ShouldBeEmpty();
        edge.Rules.Count.ShouldBe(3);
    }

    [Fact]
    public void Beside_another_gateway_it_serves_sites_alone()
    {
        var edge = EdgeRelease.Of(s_release, GatewayKind.Istio, new Dictionary<string, Uri>()).ShouldNotBeNull();
        edge.Components.Select(component => component.Name).ShouldBe(["docs"]);
        edge.Rules.Select(rule => rule.Component?.Name).ShouldBe(["docs", null]);
        EdgeRelease.Of(Observed.Release(s_web), GatewayKind.Istio, new Dictionary<string, Uri>()).ShouldBeNull();
        EdgeRelease.Exists(Observed.Release(s_worker), GatewayKind.Platform).ShouldBeFalse();
    }

    private static IngressRule RuleTo(string component) => new() { Component = new ComponentRoute { Name = component } };
}
