namespace Pipelines.AppSpecs;

/// <summary>Replaces references in the values of variables. Pure: where the values come from is the caller's matter.</summary>
public static class BindableResolver
{
    /// <summary>
    /// Replaces each <c>${…}</c> by what the callback knows, and <c>$${</c> by <c>${</c>. What was put in is not
    /// looked into again. Encrypted values are passed on as they are: decrypt them first.
    /// </summary>
    /// <param name="envs">The variables, as <see cref="EnvVars.Effective"/> returns them.</param>
    /// <param name="component">Name of the component that they are for; <c>_self</c> means it.</param>
    /// <param name="resolve">The value of a reference, or null when it has none.</param>
    /// <returns>The variables, and a problem for each reference without a value.</returns>
    public static BindableResult Resolve(IReadOnlyList<EnvVar> envs, string component, Func<BindableReference, string?> resolve)
    {
        ArgumentNullException.ThrowIfNull(envs);
        ArgumentNullException.ThrowIfNull(resolve);
        var resolved = new List<EnvVar>(envs.Count);
        var problems = new List<SpecProblem>();
        foreach (var env in envs)
        {
            var before = problems.Count;
            var value = env.Value is null || env.IsEncrypted
                ? env.Value
                : BindableText.Replace(env.Value, text => Lookup(text, env.Key, component, resolve, problems));
            if (problems.Count == before)
            {
                resolved.Add(env with { Value = value });
            }
        }

        return new BindableResult { Envs = resolved, Problems = problems };
    }

    private static string Lookup(string text, string key, string component, Func<BindableReference, string?> resolve, List<SpecProblem> problems)
    {
        var value = BindableReference.Parse(text, component) is { } reference ? resolve(reference) : null;
        if (value is null)
        {
            problems.Add(new SpecProblem { Path = key, Message = $"\"${{{ProblemList.Shorten(text)}}}\" has no value" });
        }

        return value ?? "";
    }
}
