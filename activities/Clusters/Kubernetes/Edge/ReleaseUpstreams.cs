using System.Text.Json.Nodes;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Edge;

/// <summary>The addresses at which the services of a release are reached from the nodes' own network.</summary>
internal static class ReleaseUpstreams
{
    /// <summary>Finds them in the release's own Services.</summary>
    public static IReadOnlyDictionary<string, Uri> Of(Release release, IEnumerable<JsonObject> services)
    {
        var addresses = services
            .Where(service => service.LabelOf(ManifestLabels.Release) == release.Id && service.Text("spec", "clusterIP") is { Length: > 0 } address && address != "None")
            .ToDictionary(service => service.LabelOf(ManifestLabels.Component) ?? string.Empty, service => service.Text("spec", "clusterIP")!, StringComparer.Ordinal);
        return release.Components
            .Where(component => component.HttpPort > 0 && addresses.ContainsKey(component.Name))
            .ToDictionary(component => component.Name, component => UrlOf(addresses[component.Name], component.HttpPort), StringComparer.Ordinal);
    }

    private static Uri UrlOf(string address, int port) =>
        new UriBuilder(Uri.UriSchemeHttp, address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address, port).Uri;
}
