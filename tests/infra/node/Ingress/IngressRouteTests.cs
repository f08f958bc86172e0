using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Node.Ingress;
using Pipelines.Node.Releases;

namespace Pipelines.Node.Tests.Ingress;

public sealed class IngressRouteTests
{
    private static readonly IngressRoute Route = Create(
        Rule("root", prefix: "/"),
        Rule("api", prefix: "/api"),
        Rule("v2", prefix: "/api/v2"),
        Rule("exact", exact: "/api/v2"),
        Rule("kept", prefix: "/kept", preserve: true),
        Rule("moved", prefix: "/old", rewrite: "/new/place"),
        Rule("admin", prefix: "/", authority: "admin.example.com"));

    [Theory]
    [InlineData("a.localhost", "/", "root", "/")]
    [InlineData("a.localhost", "/index.html", "root", "/index.html")]
    [InlineData("a.localhost", "/api", "api", "/")]
    [InlineData("a.localhost", "/api/", "api", "/")]
    [InlineData("a.localhost", "/api/users", "api", "/users")]
    [InlineData("a.localhost", "/apis", "root", "/apis")]
    [InlineData("a.localhost", "/api/v2/x", "v2", "/x")]
    [InlineData("a.localhost", "/api/v2", "exact", "/api/v2")]
    [InlineData("a.localhost", "/api/v22", "api", "/v22")]
    [InlineData("a.localhost", "/kept/x", "kept", "/kept/x")]
    [InlineData("a.localhost", "/old", "moved", "/new/place")]
    [InlineData("a.localhost", "/old/x/y", "moved", "/new/place/x/y")]
    [InlineData("ADMIN.example.com", "/api", "admin", "/api")]
    public void The_most_specific_rule_wins(string host, string path, string component, string inside)
    {
        var rule = Route.Match(host, path).ShouldNotBeNull();
        rule.Rule.Component!.Name.ShouldBe(component);
        rule.Rewrite(path).ShouldBe(inside);
    }

    [Fact]
    public void No_rule_matches_nothing() => Create(Rule("api", prefix: "/api")).Match("a.localhost", "/").ShouldBeNull();

    [Theory]
    [InlineData("5h30m", 19800)]
    [InlineData("90s", 90)]
    [InlineData("1h", 3600)]
    [InlineData("45", 45)]
    [InlineData("soon", null)]
    public void Ages_are_durations(string text, int? seconds) =>
        CorsResponder.ParseDuration(text)?.TotalSeconds.ShouldBe(seconds!.Value);

    [Theory]
    [InlineData("https://a.example.com", true)]
    [InlineData("https://evil.example", false)]
    [InlineData("https://one.test", true)]
    [InlineData("https://app.prefix.org:99", true)]
    public void Origins_are_matched_as_a_whole(string origin, bool allowed)
    {
        var policy = new CorsPolicy
        {
            AllowOrigins = [new StringMatch { Exact = "https://one.test" }, new StringMatch { Prefix = "https://app.prefix" }, new StringMatch { Regex = @"https://.*\.example\.com" }],
        };
        new CompiledRule(new IngressRule { Cors = policy }).AllowsOrigin(origin).ShouldBe(allowed);
    }

    private static IngressRoute Create(params IngressRule[] rules)
    {
        var release = new Release { Id = "r", AppId = "a", AppName = "a", Rules = rules };
        return new IngressRoute("a", new NodeRelease(new ReleaseRecord { Release = release }, "/nowhere", _ => Task.CompletedTask));
    }

    private static IngressRule Rule(string component, string? prefix = null, string? exact = null, bool preserve = false, string? rewrite = null, string? authority = null) => new()
    {
        Match = new IngressMatch
        {
            Path = new StringMatch { Prefix = prefix, Exact = exact },
            Authority = authority is null ? null : new StringMatch { Exact = authority },
        },
        Component = new ComponentRoute { Name = component, PreservePathPrefix = preserve, Rewrite = rewrite },
    };
}
