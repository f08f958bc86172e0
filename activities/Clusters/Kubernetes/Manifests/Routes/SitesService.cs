using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests.Routes;

/// <summary>Writes the Service behind which, outside the cluster, the platform's own ingress serves an app's static sites.</summary>
internal static class SitesService
{
    /// <summary>The Service and its addresses; none when no route leads there.</summary>
    public static IEnumerable<JsonObject> Render(Release release, IReadOnlyList<HostRoutes> routes, KubernetesOptions options)
    {
        if (!routes.Any(group => group.Rules.Any(rule => rule.Backend is { IsSite: true })) || SitesAddress.Parse(options.SitesAddress) is not { } address)
        {
            yield break;
        }

        var ports = new JsonArray(new JsonObject { ["name"] = ManifestNames.HttpPort, ["port"] = address.Port, ["targetPort"] = address.Port, ["protocol"] = "TCP", ["appProtocol"] = "http" });
        var service = Manifest.Of("v1", "Service", ManifestNames.OfApp(release.AppId), ManifestNames.SitesService, ManifestLabels.OfRoute(release.AppId, release.Id));
        if (!IPAddress.TryParse(address.Host, out var ip))
        {
            service["spec"] = new JsonObject { ["type"] = "ExternalName", ["externalName"] = address.Host, ["ports"] = ports };
            yield return service;
            yield break;
        }

        service["spec"] = new JsonObject { ["type"] = "ClusterIP" }
            .With("ipFamilies", ip.AddressFamily == AddressFamily.InterNetworkV6 ? Manifest.List(["IPv6"]) : null)
            .With("ports", ports);
        yield return service;

        var endpoints = Manifest.Of("v1", "Endpoints", ManifestNames.OfApp(release.AppId), ManifestNames.SitesService, ManifestLabels.OfRoute(release.AppId, release.Id));
        endpoints["subsets"] = new JsonArray(new JsonObject
        {
            ["addresses"] = new JsonArray(new JsonObject { ["ip"] = ip.ToString() }),
            ["ports"] = new JsonArray(new JsonObject { ["name"] = ManifestNames.HttpPort, ["port"] = address.Port, ["protocol"] = "TCP" }),
        });
        yield return endpoints;
    }
}
