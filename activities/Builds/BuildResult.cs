using Pipelines.Deployments;

namespace Pipelines.Activities.Builds;

/// <summary>What a build made.</summary>
public sealed record BuildResult
{
    /// <summary>Gets the image as <c>repository@sha256:…</c>; null for a static site.</summary>
    public string? Image { get; init; }

    /// <summary>Gets the digest of the site manifest in the blob store; null unless a static site.</summary>
    public string? SiteDigest { get; init; }

    /// <summary>Gets the command that the detection found to run; null when the image knows.</summary>
    public string? RunCommand { get; init; }

    /// <summary>Gets the port found by detection; null when none was.</summary>
    public int? HttpPort { get; init; }

    /// <summary>Gets what built it, as "native node-js 20.20.2" or "buildah".</summary>
    public required string Builder { get; init; }

    /// <summary>Gets the buildpacks that took part; empty where none did.</summary>
    public IReadOnlyList<UsedBuildpack> Buildpacks { get; init; } = [];

    /// <summary>Gets the digest of the image's layer that holds its software bill of materials; null where there is none.</summary>
    public string? SbomLayer { get; init; }

    /// <summary>Gets the base below the application's own layers, as <c>image@sha256:…</c>; null where it is not known.</summary>
    public string? RunImage { get; init; }

    /// <summary>Gets the program of the image that run commands are handed to; null for none.</summary>
    public string? Launcher { get; init; }
}
