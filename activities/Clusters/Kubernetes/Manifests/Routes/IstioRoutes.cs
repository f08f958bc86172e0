using System.Text.Json.Nodes;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests.Routes;

/// <summary>Writes routes for Istio (networking.istio.io: Gateway, VirtualService).</summary>
internal sealed class IstioRoutes(ClusterProfile profile, KubernetesOptions options)
{
    /// <summary>What the gateway can answer with (Istio, HTTPRedirect).</summary>
    private static readonly int[] s_redirectCodes = [301, 302, 303, 307, 308];

    public ManifestSet Render(Release release)
    {
        var routes = RouteTable.Of(release, options, out var limitations);
        List<JsonObject> documents = [.. SitesService.Render(release, routes, options)];
        if (options.GatewayName is null && routes.Count > 0)
        {
            documents.Add(Gateway(release, routes));
        }

        documents.AddRange(routes.Select((group, index) => VirtualService(release, group, ManifestNames.OfRoute(index))));
        return new ManifestSet(documents, [.. limitations, .. OddDomains(release), .. Odd(routes)]);
    }

    private static IEnumerable<string> Odd(IReadOnlyList<HostRoutes> routes) => routes.SelectMany(group => group.Rules)
        .Where(rule => rule.Redirect is { RedirectCode: { } code } && !s_redirectCodes.Contains(code))
        .Select(rule => $"rule for {rule.Path.Value}: Istio cannot redirect with {rule.Redirect!.RedirectCode}, and does with {Redirect.DefaultCode}")
        .Distinct();

    private static JsonObject Head(Release release, ResourceType type, string name) =>
        Manifest.Of(type.ApiVersion, type.Kind, ManifestNames.OfApp(release.AppId), name, ManifestLabels.OfRoute(release.AppId, release.Id));

    private JsonObject Gateway(Release release, IReadOnlyList<HostRoutes> routes)
    {
        var gateway = Head(release, profile.IstioGateway!, ManifestNames.Route);
        gateway["spec"] = new JsonObject
        {
            ["selector"] = Manifest.Map(options.GatewaySelector ?? new Dictionary<string, string> { ["istio"] = "ingressgateway" }),
            ["servers"] = new JsonArray(new JsonObject
            {
                ["port"] = new JsonObject { ["number"] = 80, ["name"] = "http", ["protocol"] = "HTTP" },

                // With the namespace, so that no other app's routes can take these hosts here.
                ["hosts"] = Manifest.List(routes.SelectMany(group => group.Hosts).Select(host => "./" + host)),
            }),
        };
        foreach (var (domain, index) in release.SecureDomains.Select((domain, index) => (domain, index)))
        {
            gateway["spec"]!["servers"]!.AsArray().Add(SecureServer(domain, index));
        }

        return gateway;
    }

    // A server whose Secret is not there yet is not served; the others are.
    private static JsonObject SecureServer(ReleaseDomain domain, int index) => new()
    {
        ["port"] = new JsonObject { ["number"] = 443, ["name"] = $"https-{index}", ["protocol"] = "HTTPS" },
        ["hosts"] = Manifest.List((domain.Wildcard ? (string[])[domain.Host, "*." + domain.Host] : [domain.Host]).Select(host => "./" + host)),
        ["tls"] = new JsonObject
        {
            ["mode"] = "SIMPLE",
            ["credentialName"] = ManifestNames.OfCertificate(domain.Host),
            ["minProtocolVersion"] = domain.RequiresTls13 ? "TLSV1_3" : "TLSV1_2",
        },
    };

    private IEnumerable<string> OddDomains(Release release) => options.GatewayName is null ? [] : release.SecureDomains
        .Select(domain => $"domain {domain.Host}: the shared Gateway's owner must add an HTTPS server with the credential {ManifestNames.OfCertificate(domain.Host)}");

    private JsonObject VirtualService(Release release, HostRoutes group, string name)
    {
        var gateway = options.GatewayName is { } shared
            ? $"{options.GatewayNamespace ?? Networks.GatewayPlace.NamespaceOfPods(GatewayKind.Istio, options)}/{shared}"
            : ManifestNames.Route;
        var service = Head(release, profile.VirtualService!, name);
        service["spec"] = new JsonObject
        {
            ["hosts"] = Manifest.List(group.Hosts),
            ["gateways"] = Manifest.List([gateway]),
            ["http"] = Manifest.List(group.Rules.SelectMany(rule => Routes(release, rule))),
        };
        return service;
    }

    /// <summary>A prefix of Istio is one of text: at a segment's border it takes two matches, with a rewrite each where they differ.</summary>
    private IEnumerable<JsonNode> Routes(Release release, RouteRule rule)
    {
        var path = rule.Path;
        var below = path.IsRoot ? "/" : path.Value + "/";
        if (path.IsExact)
        {
            return [Route(release, rule, rule.Rewrite?.Replacement, Match("exact", path.Value))];
        }

        var inside = rule.Rewrite is { } rewrite ? rewrite.Replacement.TrimEnd('/') + "/" : null;
        if (path.IsRoot)
        {
            return [Route(release, rule, inside, Match("prefix", below))];
        }

        return rule.Rewrite?.Replacement == inside
            ? [Route(release, rule, inside, Match("exact", path.Value), Match("prefix", below))]
            : [Route(release, rule, rule.Rewrite!.Replacement, Match("exact", path.Value)), Route(release, rule, inside, Match("prefix", below))];
    }

    private static JsonObject Match(string kind, string path) => new() { ["uri"] = new JsonObject { [kind] = path } };

    private JsonObject Route(Release release, RouteRule rule, string? rewrite, params JsonNode[] matches) =>
        new JsonObject { ["match"] = new JsonArray(matches) }
            .With("redirect", rule.Redirect is { } redirect ? RedirectOf(redirect) : null)
            .With("rewrite", rewrite is null ? null : new JsonObject { ["uri"] = rewrite })
            .With("route", rule.Backend is { } backend ? new JsonArray(Destination(release, backend)) : null)
            .With("timeout", rule.Backend is null || options.RequestTimeout is not { } timeout ? null : Seconds(timeout))

            // Only what certainly did not reach the app is sent again.
            .With("retries", rule.Backend is null ? null : new JsonObject { ["attempts"] = 2, ["retryOn"] = "connect-failure,refused-stream" })
            .With("corsPolicy", rule.Cors is { } cors ? CorsOf(cors) : null);

    private static JsonObject Destination(Release release, RouteBackend backend) => new()
    {
        ["destination"] = new JsonObject
        {
            ["host"] = RouteBackend.FullName(backend.Service, release.AppId),
            ["port"] = new JsonObject { ["number"] = backend.Port },
        },
    };

    private static JsonObject RedirectOf(Redirect redirect) => new JsonObject()
        .With("scheme", redirect.Scheme ?? Redirect.DefaultScheme)
        .With("authority", redirect.Authority)
        .With("port", redirect.Port)
        .With("uri", redirect.Uri)
        .With("redirectCode", redirect.RedirectCode is { } code && s_redirectCodes.Contains(code) ? code : Redirect.DefaultCode);

    private static JsonObject CorsOf(CorsPolicy cors) => new JsonObject()
        .With("allowOrigins", Manifest.List(cors.AllowOrigins.Select(Origin)))
        .With("allowMethods", Manifest.List(cors.AllowMethods))
        .With("allowHeaders", Manifest.List(cors.AllowHeaders))
        .With("exposeHeaders", Manifest.List(cors.ExposeHeaders))
        .With("maxAge", SpecDuration.TryParse(cors.MaxAge, out var age) ? Seconds(age) : null)
        .With("allowCredentials", cors.AllowCredentials ? true : null);

    private static JsonNode Origin(StringMatch origin) => origin switch
    {
        { Exact: { } exact } => new JsonObject { ["exact"] = exact },
        { Prefix: { } prefix } => new JsonObject { ["prefix"] = prefix },
        _ => new JsonObject { ["regex"] = origin.Regex },
    };

    private static string Seconds(TimeSpan span) => $"{(long)span.TotalSeconds}s";
}
