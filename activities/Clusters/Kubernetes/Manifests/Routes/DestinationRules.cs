using System.Text.Json.Nodes;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests.Routes;

/// <summary>Writes how Istio's gateway speaks to a component of a release (networking.istio.io, DestinationRule).</summary>
internal sealed class DestinationRules(ClusterProfile profile)
{
    public JsonObject Of(Release release, ReleaseComponent component)
    {
        var type = profile.DestinationRule!;
        var rule = Manifest.Of(
            type.ApiVersion,
            type.Kind,
            ManifestNames.OfApp(release.AppId),
            ManifestNames.OfComponent(component.Name, release.Id),
            ManifestLabels.OfComponent(release.AppId, release.Id, component.Name));
        rule["spec"] = new JsonObject
        {
            ["host"] = RouteBackend.FullName(ManifestNames.OfComponent(component.Name, release.Id), release.AppId),
            ["trafficPolicy"] = new JsonObject
            {
                ["connectionPool"] = new JsonObject
                {
                    ["tcp"] = new JsonObject { ["connectTimeout"] = "3s" },

                    // Common servers close an idle connection after five seconds: never send on one that is just closing.
                    ["http"] = new JsonObject { ["h2UpgradePolicy"] = component.Http2 ? "UPGRADE" : "DO_NOT_UPGRADE", ["idleTimeout"] = "4s" },
                },
                ["loadBalancer"] = new JsonObject { ["simple"] = "LEAST_REQUEST" },
            },
        };
        return rule;
    }
}
