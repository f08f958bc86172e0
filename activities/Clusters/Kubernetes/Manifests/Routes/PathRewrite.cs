using Pipelines.AppSpecs;

namespace Pipelines.Activities.Clusters.Kubernetes.Manifests.Routes;

/// <summary>What becomes of a path on its way to a component.</summary>
/// <param name="IsWhole">Whether the whole path is replaced, else only the prefix that matched.</param>
/// <param name="Replacement">What it is replaced by; begins with a slash.</param>
internal sealed record PathRewrite(bool IsWhole, string Replacement)
{
    /// <summary>Reads a rule (App Spec, ingress.rules[].component): the prefix is trimmed unless the rule says something else.</summary>
    /// <returns>Null when the path stays.</returns>
    public static PathRewrite? Of(ComponentRoute route, RoutePath path)
    {
        var replacement = route.Rewrite is { Length: > 0 } text ? text : null;
        if (route.PreservePathPrefix || (replacement is null && (path.IsExact || path.IsRoot)))
        {
            return null;
        }

        replacement ??= "/";
        return path.IsRoot && replacement == "/" ? null : new PathRewrite(path.IsExact, replacement.StartsWith('/') ? replacement : "/" + replacement);
    }
}
