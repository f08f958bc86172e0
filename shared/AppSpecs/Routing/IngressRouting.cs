namespace Pipelines.AppSpecs;

/// <summary>Derives the ingress rules that a spec means without writing them.</summary>
internal static class IngressRouting
{
    /// <summary>
    /// The spec's own rules, then one for each deprecated route of another path. When there are none of either, the
    /// first component that can answer gets <c>/</c>. Null when nothing can be routed to.
    /// </summary>
    public static IngressSpec? Normalize(AppSpec spec)
    {
        var rules = (spec.Ingress?.Rules ?? []).Select(rule => WithCorsOfComponent(rule, spec)).ToList();
        rules.AddRange(FromRoutes(spec).Where(route => rules.All(rule => rule.Match?.Path != route.Match!.Path)).ToList());
        if (rules.Count == 0)
        {
            rules.AddRange(Default(spec));
        }

        return rules.Count == 0 && spec.Ingress is null
            ? null
            : (spec.Ingress ?? new IngressSpec()) with { Rules = [.. rules.Select(Normalize)] };
    }

    /// <summary>The deprecated policy of a component holds for its rules that have none.</summary>
    private static IngressRule WithCorsOfComponent(IngressRule rule, AppSpec spec) =>
        rule.Cors is null && rule.Component?.Name is { } name && spec.FindComponent(name) is IRoutableComponent { Cors: { } cors }
            ? rule with { Cors = cors }
            : rule;

    private static IEnumerable<IngressRule> FromRoutes(AppSpec spec) =>
        from component in Routable(spec)
        from route in component.Routes
        select new IngressRule
        {
            Match = new IngressMatch { Path = new StringMatch { Prefix = route.Path } },
            Component = new ComponentRoute { Name = component.Name, PreservePathPrefix = route.PreservePathPrefix },
            Cors = component.Cors,
        };

    /// <summary>A component that is for other components only does not answer for the application.</summary>
    private static IEnumerable<IngressRule> Default(AppSpec spec)
    {
        var candidates = Routable(spec).Where(component => component is not ServiceSpec { HttpPort: null, InternalPorts.Count: > 0 }).ToList();
        return candidates.Take(1).Select(component => new IngressRule
        {
            Match = new IngressMatch { Path = new StringMatch { Prefix = "/" } },
            Component = new ComponentRoute { Name = component.Name },
            Cors = component.Cors,
        });
    }

    private static IEnumerable<IRoutableComponent> Routable(AppSpec spec) => spec.Components.OfType<IRoutableComponent>();

    private static IngressRule Normalize(IngressRule rule) => rule with
    {
        Match = rule.Match is { Path: not null } ? rule.Match : (rule.Match ?? new IngressMatch()) with { Path = new StringMatch { Prefix = "/" } },
        Redirect = rule.Redirect is null
            ? null
            : rule.Redirect with
            {
                Scheme = rule.Redirect.Scheme ?? Redirect.DefaultScheme,
                RedirectCode = rule.Redirect.RedirectCode ?? Redirect.DefaultCode,
            },
    };
}
