using System.Text.Json.Nodes;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests.Routes;

/// <summary>Writes routes for the Gateway API (gateway.networking.k8s.io: Gateway, HTTPRoute).</summary>
internal sealed class GatewayApiRoutes(ClusterProfile profile, KubernetesOptions options)
{
    /// <summary>What one HTTPRoute holds, of hosts as of rules.</summary>
    private const int Most = 16;

    /// <summary>What every implementation can answer with (HTTPRequestRedirectFilter).</summary>
    private static readonly int[] s_redirectCodes = [301, 302];

    public ManifestSet Render(Release release)
    {
        var routes = RouteTable.Of(release, options, out var limitations);
        List<JsonObject> documents = [.. SitesService.Render(release, routes, options)];
        if (options.GatewayName is null && routes.Count > 0)
        {
            documents.Add(Gateway(release, routes));
        }

        var parts = from route in routes
                    from hosts in route.Hosts.Chunk(Most)
                    from rules in route.Rules.Chunk(Most)
                    select new HostRoutes(hosts, rules);
        documents.AddRange(parts.Select((part, index) => HttpRoute(release, part, ManifestNames.OfRoute(index))));
        return new ManifestSet(documents, [.. limitations, .. OddDomains(release), .. routes.SelectMany(route => route.Rules).SelectMany(Odd).Distinct()]);
    }

    private static IEnumerable<string> Odd(RouteRule rule)
    {
        if (rule.Redirect is { } redirect && CodeOf(redirect) != (redirect.RedirectCode ?? Redirect.DefaultCode))
        {
            yield return $"rule for {rule.Path.Value}: the Gateway API cannot redirect with {redirect.RedirectCode}, and does with {CodeOf(redirect)}";
        }

        if (rule.Redirect?.Uri?.IndexOfAny(['?', '#']) >= 0)
        {
            yield return $"rule for {rule.Path.Value}: the Gateway API redirects to paths without a query";
        }

        if (rule.Cors is { } cors)
        {
            yield return CorsHeaders.Of(cors) is null
                ? $"rule for {rule.Path.Value}: its CORS policy needs a gateway that compares origins, and is left out"
                : $"rule for {rule.Path.Value}: the headers of its CORS policy are set, but preflight requests go to the component";
        }
    }

    private static JsonObject Head(Release release, ResourceType type, string name) =>
        Manifest.Of(type.ApiVersion, type.Kind, ManifestNames.OfApp(release.AppId), name, ManifestLabels.OfRoute(release.AppId, release.Id));

    private JsonObject Gateway(Release release, IReadOnlyList<HostRoutes> routes)
    {
        var gateway = Head(release, profile.Gateways!, ManifestNames.Route);
        gateway["spec"] = new JsonObject
        {
            ["gatewayClassName"] = options.GatewayClass,
            ["listeners"] = Manifest.List(routes.SelectMany(route => route.Hosts).Select((host, index) => (JsonNode)Listener($"http-{index}", host, 80, "HTTP"))
                .Concat(release.SecureDomains.SelectMany(SecureListeners))),
        };
        return gateway;
    }

    private static JsonObject Listener(string name, string host, int port, string protocol) => new()
    {
        ["name"] = name,
        ["hostname"] = host,
        ["port"] = port,
        ["protocol"] = protocol,
        ["allowedRoutes"] = new JsonObject { ["namespaces"] = new JsonObject { ["from"] = "Same" } },
    };

    // A listener whose Secret is not there yet is not served; the others are.
    private static IEnumerable<JsonNode> SecureListeners(ReleaseDomain domain, int index)
    {
        foreach (var (name, host) in domain.Wildcard ? ((string, string)[])[($"https-{index}", domain.Host), ($"https-{index}-below", "*." + domain.Host)] : [($"https-{index}", domain.Host)])
        {
            yield return Listener(name, host, 443, "HTTPS").With("tls", new JsonObject
            {
                ["mode"] = "Terminate",
                ["certificateRefs"] = new JsonArray(new JsonObject { ["name"] = ManifestNames.OfCertificate(domain.Host) }),
            });
        }
    }

    private IEnumerable<string> OddDomains(Release release) => release.SecureDomains.SelectMany(domain => new[]
    {
        domain.RequiresTls13 ? $"domain {domain.Host}: the Gateway API knows no oldest TLS version; the gateway's own holds" : null,
        options.GatewayName is null ? null : $"domain {domain.Host}: the shared Gateway's owner must add an HTTPS listener with the Secret {ManifestNames.OfCertificate(domain.Host)} of the app's namespace",
    }).OfType<string>();

    private JsonObject HttpRoute(Release release, HostRoutes part, string name)
    {
        var parent = new JsonObject { ["name"] = options.GatewayName ?? ManifestNames.Route };
        var route = Head(release, profile.HttpRoute!, name);
        route["spec"] = new JsonObject
        {
            ["parentRefs"] = new JsonArray(parent.With("namespace", options.GatewayName is null ? null : options.GatewayNamespace)),
            ["hostnames"] = Manifest.List(part.Hosts),
            ["rules"] = Manifest.List(part.Rules.Select(Rule)),
        };
        return route;
    }

    private JsonNode Rule(RouteRule rule) => new JsonObject
    {
        ["matches"] = new JsonArray(new JsonObject { ["path"] = new JsonObject { ["type"] = rule.Path.IsExact ? "Exact" : "PathPrefix", ["value"] = rule.Path.Value } }),
    }
        .With("filters", Manifest.List(Filters(rule)))
        .With("backendRefs", rule.Backend is { } backend ? new JsonArray(new JsonObject { ["name"] = backend.Service, ["port"] = backend.Port }) : null)
        .With("timeouts", rule.Backend is null || options.RequestTimeout is not { } timeout ? null : new JsonObject { ["request"] = $"{(long)timeout.TotalSeconds}s" });

    private static IEnumerable<JsonNode> Filters(RouteRule rule)
    {
        if (rule.Redirect is { } redirect)
        {
            yield return new JsonObject { ["type"] = "RequestRedirect", ["requestRedirect"] = RedirectOf(redirect) };
        }

        if (rule.Rewrite is { } rewrite)
        {
            yield return new JsonObject { ["type"] = "URLRewrite", ["urlRewrite"] = new JsonObject { ["path"] = PathOf(rewrite) } };
        }

        if (rule is { Cors: { } cors, Redirect: null } && CorsHeaders.Of(cors) is { } headers)
        {
            yield return new JsonObject
            {
                ["type"] = "ResponseHeaderModifier",
                ["responseHeaderModifier"] = new JsonObject
                {
                    ["set"] = Manifest.List(headers.Select(header => (JsonNode)new JsonObject { ["name"] = header.Key, ["value"] = header.Value })),
                },
            };
        }
    }

    private static JsonObject PathOf(PathRewrite rewrite) => rewrite.IsWhole
        ? new JsonObject { ["type"] = "ReplaceFullPath", ["replaceFullPath"] = rewrite.Replacement }
        : new JsonObject { ["type"] = "ReplacePrefixMatch", ["replacePrefixMatch"] = rewrite.Replacement };

    private static JsonObject RedirectOf(Redirect redirect) => new JsonObject()
        .With("scheme", redirect.Scheme ?? Redirect.DefaultScheme)
        .With("hostname", redirect.Authority?.ToLowerInvariant())
        .With("port", redirect.Port)
        .With("path", redirect.Uri is { } uri ? new JsonObject { ["type"] = "ReplaceFullPath", ["replaceFullPath"] = RoutePath.Escape(uri.Split('?', '#')[0]) } : null)
        .With("statusCode", CodeOf(redirect));

    private static int CodeOf(Redirect redirect) => redirect.RedirectCode switch
    {
        { } code when s_redirectCodes.Contains(code) => code,
        308 => 301,
        _ => Redirect.DefaultCode,
    };
}
