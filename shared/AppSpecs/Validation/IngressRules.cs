namespace Pipelines.AppSpecs;

/// <summary>Rules about the ingress.</summary>
internal static class IngressRules
{
    private const int ShownComponents = 20;

    private static readonly int[] s_redirectCodes = [300, 301, 302, 303, 304, 307, 308];

    public static void Check(SpecCheck check)
    {
        if (check.Spec.Ingress is not { } ingress)
        {
            return;
        }

        check.AtLeast("ingress", "load_balancer_size", ingress.LoadBalancerSize, 1);
        CheckSecureHeader(check, ingress.SecureHeader);
        foreach (var (path, rule) in SpecPaths.Items("ingress.rules", ingress.Rules))
        {
            CheckRule(check, path, rule);
        }

        CheckMatchesAreUnique(check, ingress.Rules);
    }

    private static void CheckSecureHeader(SpecCheck check, SecureHeader? header)
    {
        if (header is null)
        {
            return;
        }

        const string Path = "ingress.secure_header";
        if (check.Require(Path, "key", header.Key))
        {
            check.Match(Path, "key", header.Key, SpecPatterns.HeaderName, "a header's name", 256);
        }

        if (check.Require(Path, "value", header.Value))
        {
            check.ReportWhen(header.Value!.Any(char.IsControl), $"{Path}.value", "value must be a header's value", SecretValues.Redacted);
        }
    }

    private static void CheckRule(SpecCheck check, string path, IngressRule rule)
    {
        if (!check.IsUncertain(path, "component", "redirect"))
        {
            check.ReportWhen(rule.Component is null == rule.Redirect is null, path, "exactly one of component and redirect is required");
        }

        if (rule.Match is { } match)
        {
            CheckPathMatch(check, SpecPath.Field(path, "match.path"), match.Path);
            CheckAuthorityMatch(check, SpecPath.Field(path, "match.authority"), match.Authority);
        }

        if (rule.Component is { } component)
        {
            CheckComponent(check, SpecPath.Field(path, "component"), component);
        }

        if (rule.Redirect is { } redirect)
        {
            CheckRedirect(check, SpecPath.Field(path, "redirect"), redirect);
        }

        CorsRules.Check(check, SpecPath.Field(path, "cors"), rule.Cors);
    }

    private static void CheckPathMatch(SpecCheck check, string path, StringMatch? match)
    {
        if (match is null || !CheckExactlyOne(check, path, match))
        {
            return;
        }

        var (field, text) = match.Exact is { } exact ? ("exact", exact) : ("prefix", match.Prefix!);
        check.Match(path, field, text, SpecPatterns.UrlPath, $"a path of at most {RouteRules.MaximumPathLength} characters that starts with a slash", RouteRules.MaximumPathLength);
    }

    private static void CheckAuthorityMatch(SpecCheck check, string path, StringMatch? match)
    {
        // An empty text matches every host: clients that cannot leave the field out send it.
        if (match is null || !CheckExactlyOne(check, path, match) || (match.Exact ?? match.Prefix) is not { Length: > 0 } text)
        {
            return;
        }

        var isPrefix = match.Prefix is not null;
        check.Match(path, isPrefix ? "prefix" : "exact", isPrefix ? text.TrimEnd('.', '-') : text, SpecPatterns.Authority, "a host name of at most 253 characters", 253);
    }

    private static bool CheckExactlyOne(SpecCheck check, string path, StringMatch match)
    {
        if (check.IsUncertain(path, "exact", "prefix"))
        {
            return false;
        }

        check.ReportWhen(match.Regex is not null, SpecPath.Field(path, "regex"), "unknown field \"regex\"; a rule matches by prefix or exact", match.Regex);
        check.ReportWhen(match.Exact is null == match.Prefix is null, path, "exactly one of prefix and exact is required");
        return match.Exact is null != match.Prefix is null;
    }

    private static void CheckComponent(SpecCheck check, string path, ComponentRoute route)
    {
        if (check.Require(path, "name", route.Name))
        {
            CheckTarget(check, path, route);
        }

        check.ReportWhen(
            route.PreservePathPrefix && route.Rewrite is not null,
            SpecPath.Field(path, "rewrite"),
            "only one of preserve_path_prefix and rewrite can be set",
            route.Rewrite);
        check.Match(path, "rewrite", route.Rewrite, SpecPatterns.UrlPath, $"a path of at most {RouteRules.MaximumPathLength} characters that starts with a slash", RouteRules.MaximumPathLength);
    }

    private static void CheckTarget(SpecCheck check, string path, ComponentRoute route)
    {
        var target = check.FindComponent(route.Name!);
        if (target is not IRoutableComponent)
        {
            var wanted = target is null ? "no component" : "no service, static site or functions component";
            var routable = check.Spec.Components.OfType<IRoutableComponent>().Take(ShownComponents).Select(component => component.Name);
            check.Report(
                SpecPath.Field(path, "name"),
                $"{wanted} named \"{ProblemList.Shorten(route.Name!)}\"; there are {string.Join(", ", routable)}",
                route.Name);
        }

        check.ReportWhen(
            target is FunctionsSpec && route.PreservePathPrefix,
            SpecPath.Field(path, "preserve_path_prefix"),
            "preserve_path_prefix is not for functions",
            "true");
    }

    private static void CheckRedirect(SpecCheck check, string path, Redirect redirect)
    {
        check.ReportWhen(
            redirect is { Uri: null, Authority: null, Port: null, Scheme: null },
            path,
            "a redirect needs at least one of uri, authority, port and scheme");
        check.Match(path, "uri", redirect.Uri, SpecPatterns.RedirectUri, "a path that starts with a slash");
        check.Match(path, "authority", redirect.Authority, SpecPatterns.Authority, "a host name or IP address; the port has a field of its own", 253);
        check.Range(path, "port", redirect.Port, 1, 65535);
        check.ReportWhen(redirect.Scheme is not (null or "http" or "https"), SpecPath.Field(path, "scheme"), "scheme must be http or https", redirect.Scheme);
        check.ReportWhen(
            redirect.RedirectCode is { } code && !s_redirectCodes.Contains(code),
            SpecPath.Field(path, "redirect_code"),
            $"redirect_code must be one of {string.Join(", ", s_redirectCodes)}",
            $"{redirect.RedirectCode}");
    }

    private static void CheckMatchesAreUnique(SpecCheck check, IReadOnlyList<IngressRule> rules)
    {
        var first = new Dictionary<IngressMatch, string>();
        foreach (var (path, rule) in SpecPaths.Items("ingress.rules", rules))
        {
            var match = rule.Match ?? new IngressMatch();
            if (!first.TryAdd(match, path))
            {
                check.Report(SpecPath.Field(path, "match"), $"{first[match]} matches the same requests");
            }
        }
    }
}
