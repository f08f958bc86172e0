using Pipelines.AppSpecs;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Edge;

/// <summary>The part of a release that the platform's own ingress serves. Pure.</summary>
internal static class EdgeRelease
{
    /// <summary>Whether a component is files, which no pod serves.</summary>
    public static bool IsSite(ReleaseComponent component) => component.Kind == ComponentKind.StaticSite;

    /// <summary>Whether the platform's ingress has anything of a release.</summary>
    public static bool Exists(Release release, GatewayKind gateway) => release.Components.Any(component => Serves(component, gateway));

    /// <summary>
    /// Makes that part: its sites, and where the platform's ingress is the gateway its services, at the addresses they have in
    /// the cluster. Environments, which hold secrets, stay behind.
    /// </summary>
    /// <param name="release">The release.</param>
    /// <param name="gateway">What stands at the edge.</param>
    /// <param name="upstreams">The address of each service, by its name.</param>
    /// <returns>Null when there is nothing of it.</returns>
    public static Release? Of(Release release, GatewayKind gateway, IReadOnlyDictionary<string, Uri> upstreams)
    {
        var components = release.Components
            .Where(component => Serves(component, gateway))
            .Select(component => (component.Upstream ?? upstreams.GetValueOrDefault(component.Name)) is { } upstream
                ? component with { Upstream = upstream, Environment = new Dictionary<string, string>(), RunCommand = null }
                : component)
            .ToList();
        return components.Count == 0 ? null : release with
        {
            Components = components,
            Rules = [.. release.Rules.Where(rule => rule.Component is null || components.Exists(component => component.Name == rule.Component.Name))],
        };
    }

    private static bool Serves(ReleaseComponent component, GatewayKind gateway) =>
        IsSite(component) || (gateway == GatewayKind.Platform && (component.Upstream is not null || component is { Kind: ComponentKind.Service, HttpPort: > 0 }));
}
