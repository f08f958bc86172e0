using System.Text.Json.Nodes;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes.Manifests.Routes;

/// <summary>Routes a request as a gateway would by the documents it is given, as their APIs are documented.</summary>
internal static class RouteEvaluator
{
    public const string Nothing = "nothing";

    /// <summary>VirtualServices: of the host's, the first match counts; a prefix is one of text.</summary>
    public static string Istio(IReadOnlyList<JsonObject> documents, string host, string path)
    {
        var services = documents.Where(document => (string?)document["kind"] == "VirtualService").ToList();
        var service = services.Find(candidate => Texts(candidate["spec"]!["hosts"]).Contains(host));
        foreach (var route in Items(service?["spec"]!["http"]))
        {
            foreach (var match in Items(route["match"]))
            {
                var (exact, prefix) = ((string?)match["uri"]!["exact"], (string?)match["uri"]!["prefix"]);
                if (exact == path || (prefix is not null && path.StartsWith(prefix, StringComparison.Ordinal)))
                {
                    return route["redirect"] is { } redirect
                        ? Redirect((string?)redirect["authority"] ?? host, (string?)redirect["uri"] ?? path)
                        : Component(((string)route["route"]![0]!["destination"]!["host"]!).Split('.')[0], Inside((string?)route["rewrite"]?["uri"], prefix ?? path, path));
                }
            }
        }

        return Nothing;
    }

    /// <summary>HTTPRoutes: of all that have the host, an exact path before a prefix, a longer before a shorter, then by name.</summary>
    public static string GatewayApi(IReadOnlyList<JsonObject> documents, string host, string path)
    {
        var candidates = from document in documents
                         where (string?)document["kind"] == "HTTPRoute" && Texts(document["spec"]!["hostnames"]).Contains(host)
                         from rule in Items(document["spec"]!["rules"])
                         from match in Items(rule["matches"])
                         let isExact = (string?)match["path"]!["type"] == "Exact"
                         let value = (string)match["path"]!["value"]!
                         where isExact ? value == path : IsBelow(path, value)
                         orderby isExact descending, value.Length descending
                         select (Rule: rule, Value: value);
        if (candidates.FirstOrDefault() is not { Rule: { } chosen, Value: var prefix })
        {
            return Nothing;
        }

        if (Filter(chosen, "RequestRedirect")?["requestRedirect"] is { } redirect)
        {
            return Redirect((string?)redirect["hostname"] ?? host, (string?)redirect["path"]?["replaceFullPath"] ?? path);
        }

        var rewrite = Filter(chosen, "URLRewrite")?["urlRewrite"]!["path"];
        var inside = rewrite is null ? path : (string?)rewrite["replaceFullPath"] ?? Join((string)rewrite["replacePrefixMatch"]!, path[prefix.TrimEnd('/').Length..]);
        return Component((string)chosen["backendRefs"]![0]!["name"]!, inside);
    }

    /// <summary>An Ingress: the longest path, an exact one before a prefix.</summary>
    public static string Ingress(IReadOnlyList<JsonObject> documents, string host, string path)
    {
        var chosen = (from document in documents
                      where (string?)document["kind"] == "Ingress"
                      from rule in Items(document["spec"]!["rules"])
                      where (string?)rule["host"] == host
                      from candidate in Items(rule["http"]!["paths"])
                      let isExact = (string?)candidate["pathType"] == "Exact"
                      let value = (string)candidate["path"]!
                      where isExact ? value == path : IsBelow(path, value)
                      orderby value.TrimEnd('/').Length descending, isExact descending
                      select candidate).FirstOrDefault();
        return chosen is null ? Nothing : Component((string)chosen["backend"]!["service"]!["name"]!, path);
    }

    public static string Redirect(string authority, string path) => $"redirect to {authority}{path}";

    public static string Component(string service, string path) => $"{service} gets {path}";

    private static string Inside(string? rewrite, string matched, string path) => rewrite is null ? path : rewrite + path[matched.Length..];

    private static string Join(string replacement, string rest) => rest.Length == 0 ? replacement : replacement.TrimEnd('/') + rest;

    private static bool IsBelow(string path, string prefix) => prefix.TrimEnd('/') is var start && (path == start || path.StartsWith(start + "/", StringComparison.Ordinal));

    private static JsonNode? Filter(JsonNode rule, string type) => Items(rule["filters"]).FirstOrDefault(filter => (string?)filter["type"] == type);

    private static IEnumerable<string> Texts(JsonNode? list) => Items(list).Select(item => (string)item!);

    private static IEnumerable<JsonNode> Items(JsonNode? list) => (list?.AsArray() ?? []).Select(item => item!);
}
