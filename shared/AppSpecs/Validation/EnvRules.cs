namespace Pipelines.AppSpecs;

/// <summary>Rules about environment variables.</summary>
internal static class EnvRules
{
    private const int MaximumKeyLength = 256;

    public static void Check(SpecCheck check)
    {
        CheckList(check, "envs", check.Spec.Envs, owner: null);
        foreach (var (path, component) in SpecPaths.Components(check.Spec))
        {
            CheckList(check, SpecPath.Field(path, "envs"), component.Envs, component);
        }
    }

    private static void CheckList(SpecCheck check, string path, IReadOnlyList<EnvVar> envs, IComponent? owner)
    {
        foreach (var (envPath, env) in SpecPaths.Items(path, envs))
        {
            if (check.Require(envPath, "key", env.Key))
            {
                check.Match(envPath, "key", env.Key, SpecPatterns.EnvKey, "letters, digits and underscores, not starting with a digit", MaximumKeyLength);
            }

            CheckValue(check, envPath, env, owner);
        }

        check.Unique(path, envs, env => env.Key, "key");
    }

    private static void CheckValue(SpecCheck check, string path, EnvVar env, IComponent? owner)
    {
        if (string.IsNullOrEmpty(env.Value) || check.IsUncertain(path, "type"))
        {
            return;
        }

        var field = SpecPath.Field(path, "value");
        if (env.Value.StartsWith("EV[", StringComparison.Ordinal))
        {
            var isWhole = SpecPatterns.EncryptedValue.IsMatch(env.Value);
            check.ReportWhen(env.IsSecret && !isWhole, field, "an encrypted value must be given back exactly as it was returned", SecretValues.Redacted);
            check.ReportWhen(!env.IsSecret && isWhole, field, "an encrypted value needs the type SECRET", SecretValues.Redacted);
            return;
        }

        foreach (var reference in BindableText.References(env.Value))
        {
            if (BindableRules.FindProblem(check, owner, env, reference) is { } problem)
            {
                check.Report(field, problem, env.IsSecret ? SecretValues.Redacted : $"${{{reference}}}");
            }
        }
    }
}
