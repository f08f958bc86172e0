namespace Pipelines.Activities.Clusters.Kubernetes.Manifests.Routes;

/// <summary>The rules of some hosts, the more specific first; none hides another.</summary>
/// <param name="Hosts">The host names, a wildcard as <c>*.example.com</c>.</param>
/// <param name="Rules">The rules.</param>
internal sealed record HostRoutes(IReadOnlyList<string> Hosts, IReadOnlyList<RouteRule> Rules);
