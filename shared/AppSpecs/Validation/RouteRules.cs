namespace Pipelines.AppSpecs;

/// <summary>Rules about the deprecated routes and CORS policies of components.</summary>
internal static class RouteRules
{
    public const int MaximumPathLength = 256;

    public static void Check(SpecCheck check)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, component) in SpecPaths.Components(check.Spec))
        {
            if (component is not IRoutableComponent routable)
            {
                continue;
            }

            foreach (var (routePath, route) in SpecPaths.Items(SpecPath.Field(path, "routes"), routable.Routes))
            {
                CheckRoute(check, routePath, route, routable, taken);
            }

            CorsRules.Check(check, SpecPath.Field(path, "cors"), routable.Cors);
        }
    }

    private static void CheckRoute(SpecCheck check, string path, RouteSpec route, IRoutableComponent component, Dictionary<string, string> taken)
    {
        if (check.Require(path, "path", route.Path))
        {
            check.Match(path, "path", route.Path, SpecPatterns.UrlPath, $"a path of at most {MaximumPathLength} characters that starts with a slash", MaximumPathLength);
            if (!taken.TryAdd(route.Path!, component.Name))
            {
                check.Report(SpecPath.Field(path, "path"), $"path \"{route.Path}\" is routed to component \"{taken[route.Path!]}\" already", route.Path);
            }
        }

        check.ReportWhen(
            route.PreservePathPrefix && component is FunctionsSpec,
            SpecPath.Field(path, "preserve_path_prefix"),
            "preserve_path_prefix is not for functions",
            "true");
    }
}
