using System.Text.Json.Nodes;
using Pipelines.Activities.Clusters.Kubernetes;
using Pipelines.Activities.Clusters.Kubernetes.Manifests;
using Pipelines.AppSpecs;
using Pipelines.Clusters;

namespace Pipelines.Activities.Tests.Clusters.Kubernetes.Manifests.Routes;

/// <summary>Every kind of gateway leads a request to where the rules of the App Spec say.</summary>
public sealed class RouteTests
{
    private const string Default = "shop.apps.example.com";
    private static readonly string[] s_hosts = [Default, "shop.example.com", "admin.example.com"];
    private static readonly string[] s_paths = ["/", "/a", "/a/", "/a/b", "/a/bc", "/a/b/c", "/ab", "/b", "/x/y"];

    [Theory]
    [InlineData(GatewayKind.Istio)]
    [InlineData(GatewayKind.GatewayApi)]
    [InlineData(GatewayKind.Ingress)]
    public void Requests_go_where_generated_rules_say(GatewayKind kind)
    {
        var (options, catalog) = Rendered.With(kind);
        var renderer = Rendered.Renderer(options, catalog);
        for (var seed = 0; seed < 400; seed++)
        {
            var release = Generate(new Random(seed), plain: kind == GatewayKind.Ingress);
            var routes = renderer.RenderRoutes(release);
            foreach (var host in new[] { Default }.Concat(release.Domains))
            {
                foreach (var path in s_paths)
                {
                    Route(kind, routes.Documents, host, path).ShouldBe(Expected(release, host, path), $"seed {seed}: {host}{path}\n{string.Join('\n', release.Rules)}");
                }
            }
        }
    }

    [Fact]
    public void A_wildcard_takes_names_below_it_and_a_rule_may_name_one_of_them()
    {
        var release = Release(
            [
                new IngressRule { Component = new ComponentRoute { Name = "web" } },
                Rule("/", "api") with { Match = new IngressMatch { Path = new StringMatch { Prefix = "/" }, Authority = new StringMatch { Exact = "eu.example.org" } } },
                Rule("/", "api") with { Match = new IngressMatch { Path = new StringMatch { Prefix = "/" }, Authority = new StringMatch { Prefix = "us" } } },
            ],
            ["*.example.org", "Example.ORG", "odd_name.example.org"]);
        var routes = Render(GatewayKind.Istio, release);
        RouteEvaluator.Istio(routes.Documents, "eu.example.org", "/x").ShouldBe(Expected(release, "eu.example.org", "/x"));
        RouteEvaluator.Istio(routes.Documents, "*.example.org", "/x").ShouldStartWith("web-");
        RouteEvaluator.Istio(routes.Documents, "example.org", "/x").ShouldStartWith("web-");
        routes.Limitations.ShouldContain(limitation => limitation.Contains("odd_name", StringComparison.Ordinal));
        routes.Limitations.ShouldContain(limitation => limitation.Contains("begin with us", StringComparison.Ordinal));
    }

    [Fact]
    public void Sites_are_left_to_the_platforms_own_ingress_as_they_are()
    {
        var rule = Rule("/docs", "docs") with { Cors = new CorsPolicy { AllowOrigins = [new StringMatch { Exact = "*" }] } };
        foreach (var kind in new[] { GatewayKind.Istio, GatewayKind.GatewayApi, GatewayKind.Ingress })
        {
            var routes = Render(kind, Release([rule]));
            Route(kind, routes.Documents, Default, "/docs/a").ShouldBe(RouteEvaluator.Component(ManifestNames.SitesService, "/docs/a"));
            routes.Documents.Single(document => (string?)document["kind"] == "Endpoints")["subsets"]![0]!["addresses"]![0]!["ip"]!.ToString().ShouldBe("203.0.113.7");
            routes.Limitations.ShouldBeEmpty();
        }

        var named = Render(GatewayKind.Istio, Release([rule]), Rendered.Options with { SitesAddress = "sites.example.net:80" });
        named.Documents.Single(document => (string?)document["kind"] == "Service")["spec"]!["externalName"]!.ToString().ShouldBe("sites.example.net");
        var nowhere = Render(GatewayKind.Istio, Release([rule]), Rendered.Options with { SitesAddress = null });
        nowhere.Documents.ShouldBeEmpty();
        nowhere.Limitations.ShouldHaveSingleItem().ShouldContain("SitesAddress");
    }

    [Fact]
    public void What_a_gateway_cannot_say_is_told()
    {
        var release = Release(
        [
            Rule("/r", null) with { Redirect = new Redirect { Uri = "/to?x=1", Scheme = "https", RedirectCode = 307 } },
            Rule("/w", "api"),
            Rule("/c", "api") with { Component = new ComponentRoute { Name = "api", PreservePathPrefix = true }, Cors = new CorsPolicy { AllowOrigins = [new StringMatch { Regex = "https://.*" }] } },
            Rule("/one", "api") with { Component = new ComponentRoute { Name = "api", PreservePathPrefix = true }, Cors = new CorsPolicy { AllowOrigins = [new StringMatch { Exact = "https://a.example" }], MaxAge = "1h" } },
            Rule("/a//b", "api"),
            Rule("/f", "functions"),
        ]);
        Starts(Render(GatewayKind.Istio, release)).ShouldBe(["rule for /a//b", "rule for /f"], ignoreOrder: true);
        Starts(Render(GatewayKind.GatewayApi, release)).ShouldBe(["rule for /a//b", "rule for /f", "rule for /r", "rule for /r", "rule for /c", "rule for /one"], ignoreOrder: true);
        Starts(Render(GatewayKind.Ingress, release)).ShouldBe(["rule for /a//b", "rule for /f", "rule for /r", "rule for /w", "rule for /c", "rule for /one"], ignoreOrder: true);
        Render(GatewayKind.Platform, release).ShouldBe(ManifestSet.Empty);

        static IEnumerable<string> Starts(ManifestSet set) => set.Limitations.Select(limitation => limitation.Split(':')[0]);
    }

    [Fact]
    public void More_rules_and_hosts_than_one_HTTPRoute_holds_are_several()
    {
        var release = Release([.. Enumerable.Range(0, 40).Select(index => Rule($"/p{index}", "api"))], [.. Enumerable.Range(0, 20).Select(index => $"d{index}.example.com")]);
        var routes = Render(GatewayKind.GatewayApi, release);
        routes.Documents.Count.ShouldBe(2 * 3);
        routes.Documents.ShouldAllBe(route => route["spec"]!["rules"]!.AsArray().Count <= 16 && route["spec"]!["hostnames"]!.AsArray().Count <= 16);
        routes.Documents.Select(route => (string)route["metadata"]!["name"]!).ShouldBe(["app", "app-1", "app-2", "app-3", "app-4", "app-5"]);
        RouteEvaluator.GatewayApi(routes.Documents, "d19.example.com", "/p39/x").ShouldBe(Expected(release, "d19.example.com", "/p39/x"));
    }

    private static ManifestSet Render(GatewayKind kind, Release release, KubernetesOptions? changed = null)
    {
        var (options, catalog) = Rendered.With(kind);
        return Rendered.Renderer(changed is null ? options : changed with { Gateway = kind, GatewayName = null, GatewayClass = "any" }, catalog).RenderRoutes(release);
    }

    private static string Route(GatewayKind kind, IReadOnlyList<JsonObject> documents, string host, string path) => kind switch
    {
        GatewayKind.Istio => RouteEvaluator.Istio(documents, host, path),
        GatewayKind.GatewayApi => RouteEvaluator.GatewayApi(documents, host, path),
        _ => RouteEvaluator.Ingress(documents, host, path),
    };

    /// <summary>What the App Spec's rules mean, as the platform's own ingress reads them.</summary>
    private static string Expected(Release release, string host, string path)
    {
        var rule = release.Rules
            .Where(candidate => MatchesHost(candidate.Match?.Authority, host) && MatchesPath(candidate.Match?.Path, path))
            .OrderByDescending(candidate => candidate.Match?.Authority?.Exact is not null ? int.MaxValue : candidate.Match?.Authority?.Prefix?.Length ?? -1)
            .ThenByDescending(candidate => candidate.Match?.Path?.Exact is not null ? int.MaxValue : Prefix(candidate).Length)
            .FirstOrDefault();
        return rule switch
        {
            null => RouteEvaluator.Nothing,
            { Redirect: { } redirect } => RouteEvaluator.Redirect(redirect.Authority ?? host, redirect.Uri ?? path),
            _ => RouteEvaluator.Component(ManifestNames.OfComponent(rule.Component!.Name!, release.Id), Inside(rule, path)),
        };
    }

    private static string Inside(IngressRule rule, string path)
    {
        if (rule.Component!.PreservePathPrefix)
        {
            return path;
        }

        if (rule.Match?.Path?.Exact is not null)
        {
            return rule.Component.Rewrite ?? path;
        }

        var rest = path[Prefix(rule).Length..];
        var replacement = rule.Component.Rewrite ?? "/";
        return rest.Length == 0 ? replacement : replacement.TrimEnd('/') + rest;
    }

    private static string Prefix(IngressRule rule) => (rule.Match?.Path?.Prefix ?? "/").TrimEnd('/');

    private static bool MatchesHost(StringMatch? match, string host) => match switch
    {
        { Exact: { } exact } => host == exact,
        { Prefix: { } prefix } => host.StartsWith(prefix, StringComparison.Ordinal),
        _ => true,
    };

    private static bool MatchesPath(StringMatch? match, string path) => match switch
    {
        { Exact: { } exact } => path == exact,
        _ => (match?.Prefix ?? "/").TrimEnd('/') is var prefix && (path == prefix || path.StartsWith(prefix + "/", StringComparison.Ordinal)),
    };

    private static IngressRule Rule(string prefix, string? component) => new()
    {
        Match = new IngressMatch { Path = new StringMatch { Prefix = prefix } },
        Component = component is null ? null : new ComponentRoute { Name = component },
    };

    private static Release Release(IReadOnlyList<IngressRule> rules, IReadOnlyList<string>? domains = null) => new()
    {
        Id = Planned.DeploymentId,
        AppId = Planned.AppId,
        AppName = "shop",
        Components =
        [
            new ReleaseComponent { Name = "web", Kind = ComponentKind.Service, Image = "apps/web@sha256:00", HttpPort = 8080 },
            new ReleaseComponent { Name = "api", Kind = ComponentKind.Service, Image = "apps/api@sha256:00", HttpPort = 80 },
            new ReleaseComponent { Name = "docs", Kind = ComponentKind.StaticSite, SiteDigest = "sha256:00" },
        ],
        Rules = rules,
        Domains = domains ?? [],
    };

    /// <summary>Rules with the matches unique, as the validator demands.</summary>
    private static Release Generate(Random random, bool plain)
    {
        var rules = Enumerable.Range(0, random.Next(1, 8)).Select(_ => Generate()).DistinctBy(rule => rule.Match).ToList();
        return Release(rules, [.. s_hosts.Skip(1).Take(random.Next(3))]);

        IngressRule Generate()
        {
            var path = Pick("/", "/a", "/a/", "/a/b", "/ab", "/a/b/c", "/x");
            var rewrite = plain ? null : Pick(null, null, "/", "/n", "/n/", "/n/m");
            var isRedirect = !plain && random.Next(6) == 0;
            return new IngressRule
            {
                Match = new IngressMatch
                {
                    Path = random.Next(3) == 0 ? new StringMatch { Exact = path } : new StringMatch { Prefix = path },
                    Authority = random.Next(6) switch
                    {
                        0 => new StringMatch { Exact = Pick(s_hosts) },
                        1 => new StringMatch { Prefix = Pick("s", "shop.", "shop.e", "admin", "other") },
                        _ => null,
                    },
                },
                Component = isRedirect ? null : new ComponentRoute { Name = Pick("web", "api"), PreservePathPrefix = rewrite is null && (plain || random.Next(2) == 0), Rewrite = rewrite },
                Redirect = isRedirect ? new Redirect { Uri = Pick(null, "/to"), Authority = Pick("elsewhere.example", null), Scheme = "https" } : null,
            };
        }

        T Pick<T>(params T[] options) => options[random.Next(options.Length)];
    }
}
