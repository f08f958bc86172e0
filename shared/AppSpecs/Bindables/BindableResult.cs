namespace Pipelines.AppSpecs;

/// <summary>Variables with their references replaced.</summary>
public sealed record BindableResult
{
    /// <summary>The variables by key; one with a reference that has no value is not among them.</summary>
    public IReadOnlyList<EnvVar> Envs { get; init => field = ValueList.Of(value); } = ValueList<EnvVar>.Empty;

    /// <summary>One for each reference without a value, with the variable's key as path.</summary>
    public IReadOnlyList<SpecProblem> Problems { get; init => field = ValueList.Of(value); } = ValueList<SpecProblem>.Empty;
}
