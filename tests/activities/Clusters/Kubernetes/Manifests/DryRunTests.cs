using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Pipelines.Activities.Clusters.Kubernetes;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.AppSpecs;
using Pipelines.AppSpecs.Tests;
using Pipelines.Clusters;
using Pipelines.Kubernetes;
using Pipelines.TestClusters;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes.Manifests;

/// <summary>A real API server takes whatever is rendered: for every sample, and for specs of every shape.</summary>
public sealed class DryRunTests(DryRun server) : IClassFixture<DryRun>
{
    private const int Generated = 24;
    private static readonly GatewayKind[] s_gateways = [GatewayKind.Istio, GatewayKind.GatewayApi, GatewayKind.Ingress, GatewayKind.Platform];

    private static string[]? s_versions;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(GatewayKind.Istio)]
    [InlineData(GatewayKind.GatewayApi)]
    [InlineData(GatewayKind.Ingress)]
    [InlineData(GatewayKind.Platform)]
    public async Task Every_sample_is_taken(GatewayKind gateway)
    {
        var samples = GoldenTests.Samples().Where(row => row.Data.Item2 == gateway).Select(row => Planned.Sample(row.Data.Item1)).ToList();
        samples.Count.ShouldBeGreaterThan(4);
        await CheckAsync(samples, _ => gateway);
    }

    [Fact]
    public async Task Specs_of_every_shape_are_taken()
    {
        var specs = GeneratedSpecs.All().Sample(20, new Rnd(20, 1), Generated).ToList();
        specs.Sum(spec => spec.Components.Count()).ShouldBeGreaterThan(Generated);
        await CheckAsync(specs, index => s_gateways[index % s_gateways.Length]);
    }

    [Theory]
    [InlineData(GatewayKind.Istio, "Gateway", "servers")]
    [InlineData(GatewayKind.GatewayApi, "Gateway", "listeners")]
    [InlineData(GatewayKind.Ingress, "Ingress", "tls")]
    public async Task Domains_with_certificates_are_stored_as_rendered_and_gone_with_the_next_release(GatewayKind kind, string holder, string section)
    {
        var cluster = await server.PrepareAsync(Cancellation);
        await using var space = await cluster.NewNamespace("app").CreateAsync(Cancellation);
        var (options, catalog) = await OnAsync(cluster, kind);
        var renderer = Rendered.Renderer(options with { GatewayName = null, GatewayClass = "public" }, catalog);
        var release = Planned.Release(Planned.Sample("node-hello"), app: space.Name["app-".Length..]) with
        {
            Domains = ["shop.example.com", "*.shop.example.com", "old.example.com"],
            SecureDomains = [new ReleaseDomain("shop.example.com", true, true), new ReleaseDomain("old.example.com", false, false)],
        };
        JsonObject Render(Release routed) => renderer.RenderRoutes(routed).Documents.Single(document => (string?)document["kind"] == holder);

        var rendered = Render(release);
        var stored = await server.StoreAsync([rendered], Cancellation);
        JsonNode.DeepEquals(stored[0]["spec"]![section], rendered["spec"]![section]).ShouldBeTrue($"{stored[0]["spec"]![section]} is not {rendered["spec"]![section]}");
        stored[0].ToJsonString().ShouldContain(ManifestNames.OfCertificate("old.example.com"));

        var next = await server.StoreAsync([Render(release with { Domains = ["shop.example.com"], SecureDomains = [release.SecureDomains[0] with { Wildcard = false }] })], Cancellation);
        next[0]["metadata"]!["uid"]!.ToString().ShouldBe(stored[0]["metadata"]!["uid"]!.ToString());
        next[0].ToJsonString().ShouldContain(ManifestNames.OfCertificate("shop.example.com"));
        next[0].ToJsonString().ShouldNotContain(ManifestNames.OfCertificate("old.example.com"));
    }

    [Fact]
    public async Task What_is_not_in_the_schema_is_refused()
    {
        var cluster = await server.PrepareAsync(Cancellation);
        await using var space = await cluster.NewNamespace("app").CreateAsync(Cancellation);
        var (options, catalog) = await OnAsync(cluster, GatewayKind.Istio);
        var rule = Rendered.Of(Planned.Sample("shop"), options, catalog, space.Name["app-".Length..]).All("DestinationRule").First();
        await server.CheckAsync([rule], Cancellation);
        rule["spec"]!["trafficPolicy"]!["loadBalancer"]!["simple"] = "FASTEST";
        (await Should.ThrowAsync<InvalidOperationException>(() => server.CheckAsync([rule], Cancellation))).Message.ShouldContain("FASTEST");
    }

    private async Task CheckAsync(IReadOnlyList<AppSpec> specs, Func<int, GatewayKind> gateway)
    {
        var cluster = await server.PrepareAsync(Cancellation);
        await using var space = await cluster.Namespace(ManifestNames.OfApp(Guid.NewGuid().ToString())).CreateAsync(Cancellation);
        var app = space.Name["app-".Length..];
        var documents = new List<JsonObject>();
        foreach (var (index, spec) in specs.Index())
        {
            var (options, catalog) = await OnAsync(cluster, gateway(index));
            documents.AddRange(Rendered.Of(spec, options, catalog, app).Documents);
        }

        // Nothing is stored: what two specs call the same is asked twice.
        (await server.CheckAsync(documents, Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(documents.Count);
    }

    /// <summary>The gateway on the cluster there is.</summary>
    private static async Task<(KubernetesOptions Options, ApiCatalog Catalog)> OnAsync(TestCluster cluster, GatewayKind gateway)
    {
        s_versions ??= (await cluster.KubectlAsync(["api-versions"], cancellation: Cancellation)).Split('\n');
        return (Rendered.With(gateway).Options, (s_versions.Contains("policy/v1") ? Catalogs.Now : Catalogs.Old).With(Catalogs.Istio, Catalogs.GatewayApi, Catalogs.Cilium));
    }
}
