using Pipelines.AppSpecs;

namespace Pipelines.Activities.Detection;

/// <summary>
/// One deployable part of a repository. Commands are lines for <c>/bin/sh -c</c>, run in <see cref="SourceDir"/>;
/// they may refer to <c>$PORT</c>, which the platform sets to <see cref="HttpPort"/>. Python commands expect the
/// virtual environment <c>.venv</c> of that folder, made by the builder, to be active (its bin first in PATH).
/// </summary>
public sealed record DetectedComponent
{
    /// <summary>A name for it that an App Spec accepts, unique in the result.</summary>
    public required string Name { get; init; }

    /// <summary>Service, static site or worker.</summary>
    public required ComponentKind Kind { get; init; }

    /// <summary>The language it is written in, for people: "Node.js", "Python", "Kotlin".</summary>
    public required string Language { get; init; }

    /// <summary>The version or version range asked for, as the files state it.</summary>
    public string? LanguageVersion { get; init; }

    /// <summary>The framework, for people: "Next.js", "Django".</summary>
    public string? Framework { get; init; }

    /// <summary>The package manager's program: "npm", "poetry", "maven".</summary>
    public string? PackageManager { get; init; }

    /// <summary>Its folder, relative to the repository's root; empty for the root.</summary>
    public string SourceDir { get; init; } = string.Empty;

    /// <summary>The Dockerfile that builds it, relative to the repository's root.</summary>
    public string? DockerfilePath { get; init; }

    /// <summary>Installs the dependencies; null when there are none.</summary>
    public string? InstallCommand { get; init; }

    /// <summary>Builds it; null when there is nothing to build.</summary>
    public string? BuildCommand { get; init; }

    /// <summary>Starts it; null for a static site and for an image that brings its own command.</summary>
    public string? RunCommand { get; init; }

    /// <summary>The port a service listens on, 1 to 65535; null when it listens on none.</summary>
    public int? HttpPort { get; init; }

    /// <summary>The folder a static site's files are in after the build, relative to <see cref="SourceDir"/>; "." is that folder itself.</summary>
    public string? OutputDir { get; init; }

    /// <summary>The build environment: node-js, python, go, ruby, php, java, dotnet, rust, elixir, deno, hugo, html, procfile or docker.</summary>
    public required string EnvironmentSlug { get; init; }

    /// <summary>Why each of the facts above was detected.</summary>
    public IReadOnlyList<DetectionEvidence> Evidence { get; init; } = [];

    /// <summary>What is missing before it can run, and what to do about it; null when nothing is. A spec that states the missing part settles it.</summary>
    public string? Problem { get; init; }
}
