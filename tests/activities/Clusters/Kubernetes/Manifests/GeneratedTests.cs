using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Pipelines.Activities.Clusters.Kubernetes;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.AppSpecs;
using Pipelines.AppSpecs.Tests;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes.Manifests;

/// <summary>What holds for the manifests of any spec.</summary>
public sealed class GeneratedTests
{
    private static readonly GatewayKind[] s_gateways = [GatewayKind.Istio, GatewayKind.GatewayApi, GatewayKind.Ingress, GatewayKind.Platform];

    [Fact]
    public void Rendering_a_spec_again_gives_the_same_bytes() => ForAnySpec((spec, gateway) => Text(spec, gateway) == Text(spec, gateway));

    [Fact]
    public void Every_object_is_named_once_and_labelled() => ForAnySpec((spec, gateway) =>
    {
        var (options, catalog) = Rendered.With(gateway);
        var documents = Rendered.Of(spec, options, catalog).Documents;
        documents.Select(document => $"{document["kind"]}/{document["metadata"]!["name"]}").ShouldBeUnique();
        documents.ShouldAllBe(document => (string?)document["metadata"]!["labels"]![ManifestLabels.ManagedBy] == ManifestLabels.Platform && (string?)document["metadata"]!["labels"]![ManifestLabels.App] == Planned.AppId);
        return documents.All(document => (string?)document["kind"] == "Namespace" || (string?)document["metadata"]!["namespace"] == ManifestNames.OfApp(Planned.AppId));
    });

    [Fact]
    public void Every_pod_is_fenced_in_and_finds_its_environment() => ForAnySpec((spec, gateway) =>
    {
        var (options, catalog) = Rendered.With(gateway);
        var documents = Rendered.Of(spec, options, catalog).Documents;
        var secrets = documents.Where(document => (string?)document["kind"] == "Secret").Select(document => (string)document["metadata"]!["name"]!).ToHashSet();
        return documents.Select(PodOf).OfType<JsonNode>().All(pod =>
            (string?)pod["runtimeClassName"] == "gvisor"
            && (bool?)pod["automountServiceAccountToken"] == false
            && pod["containers"]!.AsArray().All(container =>
                (bool?)container!["securityContext"]!["allowPrivilegeEscalation"] == false
                && container["resources"]!["limits"]!.AsObject().Count == 3
                && (container["envFrom"] is not { } environment || secrets.Contains((string)environment[0]!["secretRef"]!["name"]!))));
    });

    private static string Text(AppSpec spec, GatewayKind gateway)
    {
        var (options, catalog) = Rendered.With(gateway);
        return string.Join('\n', Rendered.Of(spec, options, catalog).Documents.Select(document => document.ToJsonString()));
    }

    private static JsonNode? PodOf(JsonObject document) => (string?)document["kind"] switch
    {
        "Deployment" or "Job" => document["spec"]!["template"]!["spec"],
        _ => null,
    };

    private static void ForAnySpec(Func<AppSpec, GatewayKind, bool> holds) =>
        Prop.ForAll(GeneratedSpecs.All().Zip(Gen.Elements(s_gateways)).ToArbitrary(), pair => holds(pair.Item1, pair.Item2)).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
}
