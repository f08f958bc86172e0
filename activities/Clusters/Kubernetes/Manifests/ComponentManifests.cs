using System.Text.Json.Nodes;
using Pipelines.Activities.Clusters.Kubernetes.Manifests.Routes;
using Pipelines.Activities.Releases;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests;

/// <summary>Writes what runs of one component of a release.</summary>
internal sealed class ComponentManifests(ClusterProfile profile, KubernetesOptions options, PodTemplates pods)
{
    /// <summary>An instance without a check is ready when it has stayed alive for a moment. Times are cut to the second: that is at least one.</summary>
    private const int SettledSeconds = 2;

    public IEnumerable<JsonObject> Render(Release release, ReleaseComponent component)
    {
        var space = ManifestNames.OfApp(release.AppId);
        var name = ManifestNames.OfComponent(component.Name, release.Id);
        var environment = EnvironmentSecret.Of(new ReleaseKey(release.AppId, release.Id), component);
        return new[]
        {
            environment,
            new ServiceManifests(profile).OfRelease(release, component),
            profile.Gateway == GatewayKind.Istio && component.HttpPort > 0 ? new DestinationRules(profile).Of(release, component) : null,
            Deployment(),
            Budget(),
            Scaling(),
        }.OfType<JsonObject>();

        JsonObject Labels() => ManifestLabels.OfComponent(release.AppId, release.Id, component.Name);

        JsonObject Selector() => new() { ["matchLabels"] = ManifestLabels.Selector(release.AppId, release.Id, component.Name) };

        JsonObject Deployment()
        {
            var deployment = Manifest.Of("apps/v1", "Deployment", space, name, Labels());
            deployment["spec"] = new JsonObject()
                .With("replicas", component.InstanceCount) // a scaler's least too: a release is not to take the traffic with one instance
                .With("minReadySeconds", component.Readiness is { Port: > 0 } ? null : SettledSeconds)
                .With("revisionHistoryLimit", 1)
                .With("progressDeadlineSeconds", (int)options.StartTimeout.TotalSeconds + Probes.WindowSeconds(component.Readiness))
                .With("strategy", new JsonObject { ["type"] = "RollingUpdate", ["rollingUpdate"] = new JsonObject { ["maxUnavailable"] = 0, ["maxSurge"] = "25%" } })
                .With("selector", Selector())
                .With("template", pods.OfInstance(new ReleaseKey(release.AppId, release.Id), component, environment?["metadata"]!["name"]!.GetValue<string>()));
            return deployment;
        }

        JsonObject? Budget()
        {
            if (profile.PodDisruptionBudget is not { } type || MostInstances(component) < 2)
            {
                return null;
            }

            var budget = Manifest.Of(type.ApiVersion, type.Kind, space, name, Labels());
            budget["spec"] = new JsonObject { ["maxUnavailable"] = 1, ["selector"] = Selector() };
            return budget;
        }

        JsonObject? Scaling()
        {
            if (component.Scaling is not { } scaling || !IsScaled(component))
            {
                return null;
            }

            var scaler = Manifest.Of(profile.HorizontalPodAutoscaler!.ApiVersion, profile.HorizontalPodAutoscaler.Kind, space, name, Labels());
            scaler["spec"] = new JsonObject
            {
                ["scaleTargetRef"] = new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = "Deployment", ["name"] = name },
                ["minReplicas"] = scaling.MinInstances,
                ["maxReplicas"] = scaling.MaxInstances,
                ["metrics"] = new JsonArray(CpuMetric(component.CpuMillicores * scaling.CpuPercent / 100)),
            };
            return scaler;
        }
    }

    private bool IsScaled(ReleaseComponent component) => component.Scaling is { } scaling && scaling.MaxInstances > scaling.MinInstances && profile.HorizontalPodAutoscaler is not null;

    private int MostInstances(ReleaseComponent component) => IsScaled(component) ? component.Scaling!.MaxInstances : component.InstanceCount;

    // By amount: a percentage would be one of what is requested, and the spec means one of the instance's size.
    private static JsonObject CpuMetric(int millicores) => new()
    {
        ["type"] = "Resource",
        ["resource"] = new JsonObject
        {
            ["name"] = "cpu",
            ["target"] = new JsonObject { ["type"] = "AverageValue", ["averageValue"] = Quantities.OfCpu(millicores) },
        },
    };
}
