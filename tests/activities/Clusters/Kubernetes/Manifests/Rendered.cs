using System.Text.Json.Nodes;
using Pipelines.Activities.Clusters.Kubernetes;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.AppSpecs;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes.Manifests;

/// <summary>Everything that is applied for an app and its first release.</summary>
internal sealed class Rendered
{
    public static readonly KubernetesOptions Options = new()
    {
        Domain = "apps.example.com",
        ImageRegistry = "registry.example.com",
        SitesAddress = "203.0.113.7:8080",
        GatewayName = "public",
        GatewayNamespace = "gateways",
    };

    private Rendered(IReadOnlyList<JsonObject> documents, IReadOnlyList<string> limitations)
    {
        Documents = documents;
        Limitations = limitations;
    }

    public IReadOnlyList<JsonObject> Documents { get; }

    public IReadOnlyList<string> Limitations { get; }

    public static Rendered Of(AppSpec spec, KubernetesOptions? options = null, ApiCatalog? catalog = null, string app = Planned.AppId)
    {
        var renderer = Renderer(options, catalog);
        var release = Planned.Release(spec, app: app);
        var routes = renderer.RenderRoutes(release);
        IEnumerable<JobSpec> jobs = spec.Jobs.Where(job => job.EffectiveKind != JobKind.Scheduled);
        return new Rendered(
        [
            .. renderer.RenderApp(app, spec.Name),
            .. jobs.SelectMany(job => renderer.RenderJob(Planned.Job(spec, job.Name, app: app))),
            .. renderer.RenderRelease(release),
            .. renderer.RenderServices(release),
            .. routes.Documents,
        ],
        routes.Limitations);
    }

    public static ManifestRenderer Renderer(KubernetesOptions? options = null, ApiCatalog? catalog = null, IReadOnlyList<string>? ingressClasses = null) =>
        new(ClusterProfile.From(catalog ?? Catalogs.Now, options ?? Options, ingressClasses ?? ["nginx"]), options ?? Options);

    /// <summary>The cluster and the configuration in which an app is routed by a kind of gateway.</summary>
    public static (KubernetesOptions Options, ApiCatalog Catalog) With(GatewayKind gateway) => gateway switch
    {
        GatewayKind.Istio => (Options with { Gateway = gateway, GatewayName = null, RequestTimeout = TimeSpan.FromMinutes(5) }, Catalogs.Now.With(Catalogs.Istio)),
        GatewayKind.GatewayApi => (Options with { Gateway = gateway }, Catalogs.Now.With(Catalogs.GatewayApi, Catalogs.Cilium)),
        GatewayKind.Ingress => (Options with { Gateway = gateway }, Catalogs.Now),
        _ => (Options with { Gateway = GatewayKind.Platform }, Catalogs.Old),
    };

    public JsonObject One(string kind, string name) => Documents.Single(document => (string?)document["kind"] == kind && (string?)document["metadata"]!["name"] == name);

    public IEnumerable<JsonObject> All(string kind) => Documents.Where(document => (string?)document["kind"] == kind);
}
