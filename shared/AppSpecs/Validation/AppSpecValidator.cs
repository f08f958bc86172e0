namespace Pipelines.AppSpecs;

/// <summary>Checks a spec against every rule and limit of the API.</summary>
public static class AppSpecValidator
{
    /// <summary>Checks a spec that was made in code or read back from storage.</summary>
    /// <param name="spec">The spec.</param>
    /// <returns>Every problem, without places; empty when the spec is valid.</returns>
    public static IReadOnlyList<SpecProblem> Validate(AppSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var problems = new ProblemList(AppSpecLimits.Default.MaximumProblems);
        Validate(spec, problems, locate: null);
        return problems.ToList();
    }

    internal static void Validate(AppSpec spec, ProblemList problems, Func<string, SpecNode>? locate)
    {
        var check = new SpecCheck(spec, problems, locate);
        AppRules.Check(check);
        DomainRules.Check(check);
        DatabaseRules.Check(check);
        ComponentRules.Check(check);
        IngressRules.Check(check);
        EnvRules.Check(check);
    }
}
