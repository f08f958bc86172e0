using Pipelines.AppSpecs;

namespace Pipelines.Activities.Detection;

/// <summary>What an App Spec already says about the component to be detected; every part is optional.</summary>
public sealed record DetectionHints
{
    /// <summary>The component's folder in the repository (App Spec <c>source_dir</c>); null or "/" is the root.</summary>
    public string? SourceDir { get; init; }

    /// <summary>The Dockerfile to build, relative to the repository's root (App Spec <c>dockerfile_path</c>).</summary>
    public string? DockerfilePath { get; init; }

    /// <summary>The only environment to consider, such as "node-js" (App Spec <c>environment_slug</c>). It outranks a Dockerfile that happens to be there.</summary>
    public string? EnvironmentSlug { get; init; }

    /// <summary>The kind the spec declares; null to detect it.</summary>
    public ComponentKind? Kind { get; init; }
}
