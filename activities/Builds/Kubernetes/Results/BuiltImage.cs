using Pipelines.Deployments;
using Pipelines.Oci;

namespace Pipelines.Activities.Builds.Kubernetes.Results;

/// <summary>An image that a Job built, and what it says about itself.</summary>
/// <param name="Image">The image.</param>
/// <param name="Buildpacks">The buildpacks that took part; empty for a Dockerfile.</param>
/// <param name="SbomLayer">The digest of the layer with the software bill of materials; null where there is none.</param>
/// <param name="RunImage">The base below the application; null where it is not told.</param>
/// <param name="Launcher">The program that sets up what buildpacks installed; null for a Dockerfile.</param>
internal sealed record BuiltImage(ResolvedImage Image, IReadOnlyList<UsedBuildpack> Buildpacks, string? SbomLayer, string? RunImage, string? Launcher);
