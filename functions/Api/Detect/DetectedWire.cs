using Pipelines.Activities.Detection;
using Pipelines.AppSpecs;

namespace Pipelines.Functions.Api.Detect;

/// <summary>A component that was recognised, as the Apps API shows it and a little more.</summary>
public sealed record DetectedWire
{
    /// <summary>Gets how it is built: DOCKERFILE, BUILDPACK or HTML.</summary>
    public required string Strategy { get; init; }

    /// <summary>Gets what it can be: service, static_site or worker; the first is the best.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Gets a name for it.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the Dockerfiles that build it.</summary>
    public IReadOnlyList<string> Dockerfiles { get; init; } = [];

    /// <summary>Gets what builds it.</summary>
    public string? BuildCommand { get; init; }

    /// <summary>Gets what starts it.</summary>
    public string? RunCommand { get; init; }

    /// <summary>Gets the build environment.</summary>
    public required string EnvironmentSlug { get; init; }

    /// <summary>Gets the ports it may listen on.</summary>
    public IReadOnlyList<int> HttpPorts { get; init; } = [];

    /// <summary>Gets its directory; null for the root.</summary>
    public string? SourceDir { get; init; }

    /// <summary>Gets where a static site's files are after the build.</summary>
    public string? OutputDir { get; init; }

    /// <summary>Gets the language, for a person.</summary>
    public string? Language { get; init; }

    /// <summary>Gets the framework, for a person.</summary>
    public string? Framework { get; init; }

    /// <summary>Gets why each fact was recognised.</summary>
    public IReadOnlyList<DetectionEvidence> Evidence { get; init; } = [];

    /// <summary>Gets what is missing before it can run.</summary>
    public string? Problem { get; init; }

    /// <summary>Makes it of what detection found.</summary>
    public static DetectedWire Of(DetectedComponent component) => new()
    {
        Strategy = component switch
        {
            { DockerfilePath: not null } => "DOCKERFILE",
            { EnvironmentSlug: "html" } => "HTML",
            _ => "BUILDPACK",
        },
        Types = [component.Kind switch
        {
            ComponentKind.StaticSite => "static_site",
            ComponentKind.Worker => "worker",
            _ => "service",
        }],
        Name = component.Name,
        Dockerfiles = component.DockerfilePath is { } dockerfile ? [dockerfile] : [],
        BuildCommand = component.BuildCommand,
        RunCommand = component.RunCommand,
        EnvironmentSlug = component.EnvironmentSlug,
        HttpPorts = component.HttpPort is { } port ? [port] : [],
        SourceDir = component.SourceDir.Length == 0 ? null : component.SourceDir,
        OutputDir = component.OutputDir,
        Language = component.Language,
        Framework = component.Framework,
        Evidence = component.Evidence,
        Problem = component.Problem,
    };
}
