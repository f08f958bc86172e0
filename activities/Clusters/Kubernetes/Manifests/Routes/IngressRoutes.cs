using System.Text.Json.Nodes;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests.Routes;

/// <summary>Writes routes for any ingress controller (networking.k8s.io/v1, Ingress): hosts and paths, and nothing else.</summary>
internal sealed class IngressRoutes(ClusterProfile profile, KubernetesOptions options)
{
    public ManifestSet Render(Release release)
    {
        var routes = RouteTable.Of(release, options, out var limitations);
        IReadOnlyList<string> odd = [.. limitations, .. OddDomains(release), .. routes.SelectMany(route => route.Rules).SelectMany(Odd).Distinct()];
        var rules = Manifest.List(routes.SelectMany(route => route.Hosts.Select(host => Rule(host, route))).OfType<JsonNode>());
        if (rules is null)
        {
            return new ManifestSet([], odd);
        }

        var ingress = Manifest.Of(
            "networking.k8s.io/v1", "Ingress", ManifestNames.OfApp(release.AppId), ManifestNames.Route, ManifestLabels.OfRoute(release.AppId, release.Id));
        ingress["spec"] = new JsonObject().With("ingressClassName", profile.IngressClass).With("tls", Tls(release)).With("rules", rules);
        return new ManifestSet([.. SitesService.Render(release, routes, options), ingress], odd);
    }

    // The controller serves a certificate of its own until the Secret is there.
    private static JsonArray? Tls(Release release) => Manifest.List(release.SecureDomains.Select(domain => (JsonNode)new JsonObject
    {
        ["hosts"] = Manifest.List(domain.Wildcard ? (string[])[domain.Host, "*." + domain.Host] : [domain.Host]),
        ["secretName"] = ManifestNames.OfCertificate(domain.Host),
    }));

    private static IEnumerable<string> OddDomains(Release release) => release.SecureDomains.Where(domain => domain.RequiresTls13)
        .Select(domain => $"domain {domain.Host}: an Ingress knows no oldest TLS version; the controller's own holds");

    private static IEnumerable<string> Odd(RouteRule rule)
    {
        if (rule.Redirect is not null)
        {
            yield return $"rule for {rule.Path.Value}: an Ingress cannot redirect, and the rule is left out";
        }

        if (rule.Rewrite is not null)
        {
            yield return $"rule for {rule.Path.Value}: an Ingress cannot rewrite, and the component gets the path as it is";
        }

        if (rule is { Cors: not null, Redirect: null })
        {
            yield return $"rule for {rule.Path.Value}: an Ingress knows no CORS, and the policy is left out";
        }
    }

    private static JsonNode? Rule(string host, HostRoutes route)
    {
        var paths = Manifest.List(route.Rules.Where(rule => rule.Backend is not null).Select(rule => (JsonNode)new JsonObject
        {
            ["path"] = rule.Path.Value,
            ["pathType"] = rule.Path.IsExact ? "Exact" : "Prefix",
            ["backend"] = new JsonObject
            {
                ["service"] = new JsonObject { ["name"] = rule.Backend!.Service, ["port"] = new JsonObject { ["number"] = rule.Backend.Port } },
            },
        }));
        return paths is null ? null : new JsonObject { ["host"] = host, ["http"] = new JsonObject { ["paths"] = paths } };
    }
}
