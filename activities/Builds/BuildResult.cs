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
}
