using System.Text.Json.Nodes;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests;

/// <summary>Writes Services: one of each release, and the one by whose name the app's other components find the routed release's.</summary>
internal sealed class ServiceManifests(ClusterProfile profile)
{
    /// <summary>The Service of a component in one release; null for a component without ports.</summary>
    public JsonObject? OfRelease(Release release, ReleaseComponent component) => Service(
        release, component, ManifestNames.OfComponent(component.Name, release.Id), ManifestLabels.OfComponent(release.AppId, release.Id, component.Name));

    /// <summary>The Service named like the component; null for a component without ports.</summary>
    public JsonObject? Stable(Release release, ReleaseComponent component) => Service(
        release, component, component.Name, ManifestLabels.OfRoute(release.AppId, release.Id).With(ManifestLabels.Component, component.Name));

    private JsonObject? Service(Release release, ReleaseComponent component, string name, JsonObject labels)
    {
        if (Manifest.List(ServicePorts.Of(component).Select(port => PortOf(component, port))) is not { } ports)
        {
            return null;
        }

        var service = Manifest.Of("v1", "Service", ManifestNames.OfApp(release.AppId), name, labels);
        service["spec"] = new JsonObject
        {
            ["type"] = "ClusterIP",
            ["selector"] = ManifestLabels.Selector(release.AppId, release.Id, component.Name),
            ["ports"] = ports,
        };
        return service;
    }

    // Server-side apply finds a port by number and protocol, and does not fill the protocol in.
    private JsonNode PortOf(ReleaseComponent component, ServicePort port)
    {
        var document = new JsonObject { ["name"] = port.Name, ["port"] = port.Number, ["targetPort"] = port.Number, ["protocol"] = "TCP" };
        return port.Name == ManifestNames.HttpPort ? document.With("appProtocol", Protocol(component)) : document;
    }

    private string Protocol(ReleaseComponent component) => component.Http2
        ? profile.Gateway == GatewayKind.Istio ? "http2" : "kubernetes.io/h2c"
        : "http";
}
