namespace Pipelines.AppSpecs;

/// <summary>Compares the variables that a component really has, wherever they are written.</summary>
internal static class EnvComparison
{
    public static IEnumerable<ChangeReason> Compare(AppSpec previous, IComponent before, AppSpec next, IComponent after)
    {
        // A ready-made image is not built.
        var build = after is IBuildableComponent { Image: not null }
            ? []
            : Compare(previous, before, next, after, EnvScope.BuildTime, ComponentAction.Rebuild).ToList();

        // Files have no run time.
        var run = after.Kind == ComponentKind.StaticSite
            ? []
            : Compare(previous, before, next, after, EnvScope.RunTime, ComponentAction.Redeploy);
        return build.Concat(run.Where(reason => build.All(other => other.Path != reason.Path)));
    }

    private static IEnumerable<ChangeReason> Compare(AppSpec previous, IComponent before, AppSpec next, IComponent after, EnvScope at, ComponentAction action)
    {
        var old = ByKey(EnvVars.Effective(previous, before, at));
        var current = ByKey(EnvVars.Effective(next, after, at));
        var moment = at == EnvScope.BuildTime ? "at build time" : "at run time";
        foreach (var (key, env) in current)
        {
            if (!old.TryGetValue(key, out var earlier))
            {
                yield return new ChangeReason($"envs.{key}", $"was added {moment}", action);
            }
            else if (!string.Equals(earlier.Value ?? "", env.Value ?? "", StringComparison.Ordinal))
            {
                yield return new ChangeReason($"envs.{key}", $"has another value {moment}", action);
            }
        }

        foreach (var key in old.Keys.Where(key => !current.ContainsKey(key)))
        {
            yield return new ChangeReason($"envs.{key}", $"was removed {moment}", action);
        }
    }

    private static Dictionary<string, EnvVar> ByKey(IEnumerable<EnvVar> envs)
    {
        var byKey = new Dictionary<string, EnvVar>(StringComparer.Ordinal);
        foreach (var env in envs)
        {
            byKey.TryAdd(env.Key, env);
        }

        return byKey;
    }
}
