namespace Pipelines.AppSpecs;

/// <summary>Which requests a rule is about: all conditions must hold.</summary>
public sealed record IngressMatch
{
    /// <summary>Condition on the path, by prefix or exact, at most 256 characters.</summary>
    public StringMatch? Path { get; init; }

    /// <summary>Condition on the host name, by exact or prefix.</summary>
    public StringMatch? Authority { get; init; }
}
