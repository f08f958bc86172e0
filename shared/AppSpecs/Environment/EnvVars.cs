namespace Pipelines.AppSpecs;

/// <summary>Which environment variables a component has.</summary>
public static class EnvVars
{
    /// <summary>
    /// The variables of a component at a moment: the application's, then the component's own, which win by key. A
    /// component's variable hides the application's even where its scope does not reach the moment.
    /// </summary>
    /// <param name="spec">The spec.</param>
    /// <param name="component">One of its components.</param>
    /// <param name="at">RUN_TIME, BUILD_TIME, or RUN_AND_BUILD_TIME for the variables of either.</param>
    /// <returns>The variables, unresolved, by key once each, in the order of the spec.</returns>
    public static IReadOnlyList<EnvVar> Effective(AppSpec spec, IComponent component, EnvScope at)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(component);
        var own = component.Envs.Select(env => env.Key).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. spec.Envs.Where(env => !own.Contains(env.Key)).Concat(component.Envs).Where(env => env.AppliesAt(at)),
        ];
    }
}
