namespace Pipelines.AppSpecs;

/// <summary>Finds variables whose text is the same and whose value is not: what they refer to has changed.</summary>
internal static class ReferenceComparison
{
    public static IEnumerable<ChangeReason> Compare(AppSpec previous, AppSpec next, IComponent component)
    {
        foreach (var env in EnvVars.Effective(next, component, EnvScope.RunAndBuildTime).Where(env => env.Value is not null && !env.IsEncrypted))
        {
            foreach (var text in BindableText.References(env.Value!))
            {
                var changed = BindableReference.Parse(text, component.Name) is { } reference ? FindChange(previous, next, reference) : null;
                if (changed is not null && ActionFor(env, component, next, text) is var action && action != ComponentAction.None)
                {
                    yield return new ChangeReason($"envs.{env.Key}", $"refers to {changed}, which changed", action);
                }
            }
        }
    }

    private static string? FindChange(AppSpec previous, AppSpec next, BindableReference reference)
    {
        if (reference.Target is null)
        {
            return reference.Attribute != "APP_ID" && !previous.Domains.SequenceEqual(next.Domains) ? "domains" : null;
        }

        if (reference.Attribute is "PUBLIC_URL" or "PUBLIC_ROUTE_PATH")
        {
            return !Equals(previous.Ingress, next.Ingress) || !previous.Domains.SequenceEqual(next.Domains) ? "ingress" : null;
        }

        if (next.Databases.FirstOrDefault(database => database.Name == reference.Target) is { } database)
        {
            return previous.Databases.Contains(database) ? null : $"database {database.Name}";
        }

        return PortsOf(previous, reference.Target) == PortsOf(next, reference.Target) || reference.Attribute == "COMMIT_HASH"
            ? null
            : $"the ports of {reference.Target}";
    }

    private static (int?, int) PortsOf(AppSpec spec, string name) => spec.FindComponent(name) is ServiceSpec service
        ? (service.HttpPort, service.InternalPorts is [var first, ..] ? first : 0)
        : (null, 0);

    /// <summary>Databases are there at run time only, whatever the variable's scope.</summary>
    private static ComponentAction ActionFor(EnvVar env, IComponent component, AppSpec spec, string reference)
    {
        var isDatabase = spec.Databases.Any(database => reference.StartsWith(database.Name + ".", StringComparison.Ordinal));
        if (env.AppliesAt(EnvScope.BuildTime) && !isDatabase && component is IBuildableComponent { Image: null })
        {
            return ComponentAction.Rebuild;
        }

        return component.Kind == ComponentKind.StaticSite || !env.AppliesAt(EnvScope.RunTime) ? ComponentAction.None : ComponentAction.Redeploy;
    }
}
