using System.Text.RegularExpressions;
using Pipelines.AppSpecs;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests.Routes;

/// <summary>
/// Works out which rules hold at which host of a release. Gateways rank rules by path alone, ours by host first: with the
/// hosts known, conditions on them are decided here, and rules that another one hides are left out.
/// </summary>
internal sealed partial class RouteTable
{
    private const string Wildcard = "*.";
    private readonly Release _release;
    private readonly KubernetesOptions _options;
    private readonly List<string> _limitations = [];

    private RouteTable(Release release, KubernetesOptions options)
    {
        _release = release;
        _options = options;
    }

    /// <summary>Works out the rules.</summary>
    /// <param name="release">The release.</param>
    /// <param name="options">What is configured.</param>
    /// <param name="limitations">Takes what cannot be expressed.</param>
    /// <returns>Hosts with the same rules together, those of the default host first.</returns>
    public static IReadOnlyList<HostRoutes> Of(Release release, KubernetesOptions options, out IReadOnlyList<string> limitations)
    {
        var table = new RouteTable(release, options);
        var routes = table.Group();
        limitations = [.. table._limitations.Distinct()];
        return routes;
    }

    private List<HostRoutes> Group()
    {
        var rules = _release.Rules.OrderByDescending(Specificity).Select(rule => (Rule: rule, Compiled: Compile(rule))).Where(rule => rule.Compiled is not null).ToList();
        var groups = new List<HostRoutes>();
        foreach (var host in Hosts())
        {
            var held = Visible(Challenge(host).Concat(rules.Where(rule => Matches(rule.Rule.Match?.Authority, host)).Select(rule => rule.Compiled!)));
            var index = groups.FindIndex(group => group.Rules.SequenceEqual(held));
            if (index < 0)
            {
                groups.Add(new HostRoutes([host], held));
            }
            else
            {
                groups[index] = groups[index] with { Hosts = [.. groups[index].Hosts, host] };
            }
        }

        return [.. groups.Where(group => group.Rules.Count > 0)];
    }

    // A certificate authority's challenges lead to the platform's own ingress, before any rule of the app (RFC 8555, 8.3).
    private IEnumerable<RouteRule> Challenge(string host)
    {
        if (!_release.SecureDomains.Any(domain => domain.Host == host))
        {
            yield break;
        }

        if (SitesAddress.Parse(_options.SitesAddress) is not { } address)
        {
            _limitations.Add($"domain {host}: challenges of certificate authorities are not answered, as Pipelines:Kubernetes:SitesAddress does not say where the platform's ingress is");
            yield break;
        }

        yield return new RouteRule(new RoutePath(false, "/.well-known/acme-challenge"), new RouteBackend(ManifestNames.SitesService, address.Port, IsSite: true), null, null, null);
    }

    /// <summary>The default host, the app's own, and those that a rule names below a wildcard.</summary>
    private List<string> Hosts()
    {
        var own = _release.Domains.Select(domain => domain.ToLowerInvariant()).ToList();
        foreach (var odd in own.Where(domain => !HostName().IsMatch(domain)))
        {
            _limitations.Add($"domain {odd}: a gateway takes only letters, digits and hyphens in a host name");
        }

        var named = _release.Rules.Select(rule => rule.Match?.Authority?.Exact?.ToLowerInvariant()).OfType<string>()
            .Where(host => own.Exists(domain => domain.StartsWith(Wildcard, StringComparison.Ordinal) && host.EndsWith(domain[1..], StringComparison.Ordinal)));
        return [.. new[] { $"{_release.AppName}.{_options.Domain}".ToLowerInvariant() }.Concat(own.Concat(named).Where(host => HostName().IsMatch(host)).Order(StringComparer.Ordinal)).Distinct()];
    }

    private bool Matches(StringMatch? authority, string host)
    {
        if ((authority?.Exact ?? authority?.Prefix) is not { Length: > 0 } text)
        {
            return true;
        }

        if (authority?.Prefix is not null && host.StartsWith(Wildcard, StringComparison.Ordinal))
        {
            _limitations.Add($"rule for hosts that begin with {text}: cannot be told apart below {host}");
            return false;
        }

        return authority?.Exact is not null ? host.Equals(text, StringComparison.OrdinalIgnoreCase) : host.StartsWith(text, StringComparison.OrdinalIgnoreCase);
    }

    private static List<RouteRule> Visible(IEnumerable<RouteRule> rules)
    {
        var visible = new List<RouteRule>();
        foreach (var rule in rules)
        {
            if (!visible.Exists(before => before.Path.Covers(rule.Path)))
            {
                visible.Add(rule);
            }
        }

        return visible;
    }

    /// <summary>A host before none, an exact one before a prefix, then an exact path before a longer prefix before a shorter: as the platform's own ingress.</summary>
    private static (int Authority, int Path) Specificity(IngressRule rule) => (
        rule.Match?.Authority?.Exact is { Length: > 0 } ? int.MaxValue : rule.Match?.Authority?.Prefix?.Length ?? -1,
        rule.Match?.Path?.Exact is not null ? int.MaxValue : (rule.Match?.Path?.Prefix ?? "/").TrimEnd('/').Length);

    private RouteRule? Compile(IngressRule rule)
    {
        var path = RoutePath.Of(rule.Match?.Path);
        if (!path.IsPlain)
        {
            _limitations.Add($"rule for {path.Value}: a gateway takes no path with empty or dotted segments");
            return null;
        }

        if (rule.Redirect is { } redirect)
        {
            return new RouteRule(path, null, null, redirect, rule.Cors);
        }

        if (rule.Component is not { Name: { } name } route || BackendOf(name, path) is not { } backend)
        {
            return null;
        }

        return backend.IsSite
            ? new RouteRule(path, backend, null, null, null)
            : new RouteRule(path, backend, PathRewrite.Of(route, path), null, rule.Cors);
    }

    private RouteBackend? BackendOf(string name, RoutePath path)
    {
        switch (_release.Components.FirstOrDefault(component => component.Name == name))
        {
            case { SiteDigest: not null } when SitesAddress.Parse(_options.SitesAddress) is { } address:
                return new RouteBackend(ManifestNames.SitesService, address.Port, IsSite: true);
            case { SiteDigest: not null }:
                _limitations.Add($"rule for {path.Value}: static site {name} is not served, as Pipelines:Kubernetes:SitesAddress does not say where sites are");
                return null;
            case { HttpPort: > 0, Upstream: null } component:
                return new RouteBackend(ManifestNames.OfComponent(name, _release.Id), component.HttpPort);
            default:
                _limitations.Add($"rule for {path.Value}: {name} has no port in the cluster");
                return null;
        }
    }

    [GeneratedRegex(@"\A(\*\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HostName();
}
