using Pipelines.AppSpecs;

namespace Pipelines.Deployments;

/// <summary>What a deployment runs of one component: which source became which image, or was reused.</summary>
public sealed record ComponentBuild
{
    /// <summary>Gets the component's name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the component's kind.</summary>
    public required ComponentKind Kind { get; init; }

    /// <summary>Gets the commit it was built from, 40 hex digits; null for an image source.</summary>
    public string? SourceCommit { get; init; }

    /// <summary>Gets the key of the build-relevant part of the spec; null for an image source.</summary>
    public string? SpecKey { get; init; }

    /// <summary>Gets the key of everything that went into the build: equal keys give equal images.</summary>
    public string? BuildKey { get; init; }

    /// <summary>Gets the image as <c>repository@sha256:…</c>; null for a static site.</summary>
    public string? Image { get; init; }

    /// <summary>Gets the digest of the site manifest in the blob store; null unless a static site.</summary>
    public string? SiteDigest { get; init; }

    /// <summary>Gets the command found by detection, for a component whose spec has none.</summary>
    public string? RunCommand { get; init; }

    /// <summary>Gets the port found by detection; null when none was.</summary>
    public int? HttpPort { get; init; }

    /// <summary>Gets a value indicating whether an earlier build was taken.</summary>
    public bool Reused { get; init; }

    /// <summary>Gets the buildpacks or builder that made it, for a person.</summary>
    public string? Builder { get; init; }

    /// <summary>Gets the buildpacks that took part; empty where none did.</summary>
    public IReadOnlyList<UsedBuildpack> Buildpacks { get; init; } = [];

    /// <summary>Gets the digest of the image's layer that holds its software bill of materials; null where there is none.</summary>
    public string? SbomLayer { get; init; }

    /// <summary>Gets the base below the application's own layers, as <c>image@sha256:…</c>; null where it is not known.</summary>
    public string? RunImage { get; init; }

    /// <summary>Gets the program of the image that run commands are handed to, which sets up what the buildpacks installed; null for none.</summary>
    public string? Launcher { get; init; }
}
