namespace Pipelines.AppSpecs;

/// <summary>A condition on a text; exactly one member is set.</summary>
public sealed record StringMatch
{
    /// <summary>The text is this one.</summary>
    public string? Exact { get; init; }

    /// <summary>The text starts with this (for paths: at a segment's border).</summary>
    public string? Prefix { get; init; }

    /// <summary>The text as a whole matches this RE2 expression; origins of a CORS policy only.</summary>
    public string? Regex { get; init; }
}
