namespace Pipelines.AppSpecs;

/// <summary>How large a spec may be. Whatever is larger is refused before it is read further.</summary>
public sealed record AppSpecLimits
{
    /// <summary>The limits used when none are given.</summary>
    public static AppSpecLimits Default { get; } = new();

    /// <summary>Size of the text in bytes of UTF-8. Default 1 MiB.</summary>
    public int MaximumBytes { get; init; } = 1024 * 1024;

    /// <summary>Levels of lists and mappings inside each other. Default 32; the schema needs 10.</summary>
    public int MaximumDepth { get; init; } = 32;

    /// <summary>Values, lists and mappings after all aliases and merge keys are followed. Default 20,000.</summary>
    public int MaximumNodes { get; init; } = 20_000;

    /// <summary>Characters of one value. Default 65,536.</summary>
    public int MaximumScalarLength { get; init; } = 64 * 1024;

    /// <summary>Characters of all values after all aliases and merge keys are followed. Default 2 Mi.</summary>
    public int MaximumCharacters { get; init; } = 2 * 1024 * 1024;

    /// <summary>Problems that are reported; the rest is counted. Default 100.</summary>
    public int MaximumProblems { get; init; } = 100;
}
