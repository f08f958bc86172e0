using System.Diagnostics.CodeAnalysis;

namespace Pipelines.AppSpecs;

/// <summary>What came of reading a spec: the spec, or every problem it has.</summary>
public sealed record AppSpecResult
{
    /// <summary>The spec; null when there is any problem.</summary>
    public AppSpec? Spec { get; init; }

    /// <summary>The problems, in the order of the text as far as it is known.</summary>
    public IReadOnlyList<SpecProblem> Problems { get; init => field = ValueList.Of(value); } = ValueList<SpecProblem>.Empty;

    /// <summary>True when there is a spec and no problem.</summary>
    [MemberNotNullWhen(true, nameof(Spec))]
    public bool IsValid => Spec is not null;
}
