using Pipelines.Activities.Clusters.Kubernetes;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes.Manifests;

public sealed class ClusterProfileTests
{
    private static readonly KubernetesOptions s_auto = new();

    [Fact]
    public void The_newest_version_that_is_served_is_taken()
    {
        var old = ClusterProfile.From(Catalogs.Old, s_auto);
        (old.PodDisruptionBudget!.ApiVersion, old.HorizontalPodAutoscaler!.ApiVersion).ShouldBe(("policy/v1beta1", "autoscaling/v2beta2"));
        old.HasSleepAction.ShouldBeFalse();
        var now = ClusterProfile.From(Catalogs.Now, s_auto);
        (now.PodDisruptionBudget!.ApiVersion, now.HorizontalPodAutoscaler!.ApiVersion).ShouldBe(("policy/v1", "autoscaling/v2"));
        now.HasSleepAction.ShouldBeTrue();
        ClusterProfile.From(Catalogs.Old.With([new ResourceType("networking.istio.io", "v1beta1", "VirtualService", "virtualservices", true)]), s_auto).VirtualService!.Version.ShouldBe("v1beta1");
    }

    [Theory]
    [InlineData("v1.20.2", 1, 20)]
    [InlineData("v1.29+", 1, 29)]
    [InlineData("v1.31.0-eks-123", 1, 31)]
    [InlineData("odd", 0, 0)]
    [InlineData("", 0, 0)]
    public void The_version_is_read(string text, int major, int minor) =>
        ClusterProfile.From(Catalogs.Old with { ServerVersion = text }, s_auto).ServerVersion.ShouldBe(new Version(major, minor));

    [Fact]
    public void The_first_gateway_that_is_there_is_taken()
    {
        var named = s_auto with { GatewayName = "public" };
        ClusterProfile.From(Catalogs.Now.With(Catalogs.Istio, Catalogs.GatewayApi), named, ["nginx"]).Gateway.ShouldBe(GatewayKind.Istio);
        ClusterProfile.From(Catalogs.Now.With(Catalogs.GatewayApi), named, ["nginx"]).Gateway.ShouldBe(GatewayKind.GatewayApi);
        ClusterProfile.From(Catalogs.Now.With(Catalogs.GatewayApi), s_auto with { GatewayClass = "envoy" }).Gateway.ShouldBe(GatewayKind.GatewayApi);

        // Its definitions alone say nothing about where routes could be attached.
        ClusterProfile.From(Catalogs.Now.With(Catalogs.GatewayApi), s_auto, ["nginx"]).Gateway.ShouldBe(GatewayKind.Ingress);
        var ingress = ClusterProfile.From(Catalogs.Now, s_auto, ["traefik", "nginx"]);
        (ingress.Gateway, ingress.IngressClass).ShouldBe((GatewayKind.Ingress, "nginx"));
        ClusterProfile.From(Catalogs.Now, s_auto with { IngressClass = "traefik" }, ["nginx"]).IngressClass.ShouldBe("traefik");
        ClusterProfile.From(Catalogs.Now, s_auto).Gateway.ShouldBe(GatewayKind.Platform);
    }

    [Theory]
    [InlineData(GatewayKind.Istio, "networking.istio.io")]
    [InlineData(GatewayKind.GatewayApi, "gateway.networking.k8s.io")]
    public void A_gateway_that_is_not_there_is_refused(GatewayKind kind, string missing) =>
        Should.Throw<InvalidOperationException>(() => ClusterProfile.From(Catalogs.Now, s_auto with { Gateway = kind })).Message.ShouldContain(missing);

    [Fact]
    public void Every_object_of_a_release_is_of_a_type_that_is_cleaned_up()
    {
        foreach (var kind in new[] { GatewayKind.Istio, GatewayKind.GatewayApi, GatewayKind.Ingress, GatewayKind.Platform })
        {
            var (options, catalog) = Rendered.With(kind);
            var profile = ClusterProfile.From(catalog, options, ["nginx"]);
            var renderer = new ManifestRenderer(profile, options);
            var release = Planned.Release(Planned.Sample("shop"));
            var ofRelease = renderer.RenderRelease(release).Concat(renderer.RenderJob(Planned.Job(Planned.Sample("shop"), "migrate"))).ToList();
            ofRelease.ShouldAllBe(document => profile.ReleaseTypes.Any(type => type.ApiVersion == (string?)document["apiVersion"] && type.Kind == (string?)document["kind"]));
            ofRelease.ShouldAllBe(document => (string?)document["metadata"]!["labels"]![ManifestLabels.Release] == release.Id);
            var ofRoutes = renderer.RenderRoutes(release).Documents.Concat(renderer.RenderServices(release)).ToList();
            ofRoutes.ShouldAllBe(document => profile.RouteTypes.Any(type => type.ApiVersion == (string?)document["apiVersion"] && type.Kind == (string?)document["kind"]));
            ofRoutes.ShouldAllBe(document => (string?)document["metadata"]!["labels"]![ManifestLabels.RoutedRelease] == release.Id && document["metadata"]!["labels"]![ManifestLabels.Release] == null);
        }
    }
}
