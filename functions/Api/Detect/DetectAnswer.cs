using Pipelines.AppSpecs;

namespace Pipelines.Functions.Api.Detect;

/// <summary>What a repository holds.</summary>
public sealed record DetectAnswer
{
    /// <summary>Gets the components that were recognised.</summary>
    public IReadOnlyList<DetectedWire> Components { get; init; } = [];

    /// <summary>Gets the spec that the repository brings; null without a valid one.</summary>
    public TemplateWire? Template { get; init; }

    /// <summary>Gets a value indicating whether the repository has a file that should be a spec.</summary>
    public bool TemplateFound { get; init; }

    /// <summary>Gets a value indicating whether that file is a valid spec.</summary>
    public bool TemplateValid { get; init; }

    /// <summary>Gets what is wrong with the file; null when nothing is.</summary>
    public string? TemplateError { get; init; }

    /// <summary>Gets a value indicating whether the answer is not complete yet: never, the request waits.</summary>
    public bool Pending { get; init; }

    /// <summary>Gets a spec that is ready to be deployed: the repository's own, else one made of what was recognised (an addition to the Apps API).</summary>
    public AppSpec? Spec { get; init; }

    /// <summary>Gets why there is no spec, and what to do (an addition to the Apps API).</summary>
    public string? Problem { get; init; }

    /// <summary>Gets the commit that was looked at (an addition to the Apps API).</summary>
    public string? CommitSha { get; init; }
}
