namespace Pipelines.AppSpecs;

/// <summary>A component as the target of a rule. The matched prefix is trimmed unless something else is said.</summary>
public sealed record ComponentRoute
{
    /// <summary>The component's name; required.</summary>
    public string? Name { get; init; }

    /// <summary>True forwards the path as it is. Default false. Not together with <see cref="Rewrite"/>.</summary>
    public bool PreservePathPrefix { get; init; }

    /// <summary>What the matched prefix is replaced by.</summary>
    public string? Rewrite { get; init; }
}
