using Pipelines.Activities.Detection;
using Pipelines.Deployments;

namespace Pipelines.Activities.Builds.Kubernetes;

/// <summary>What the builder's buildpacks and this platform's own detection take a source for.</summary>
/// <param name="Buildpacks">The buildpacks that would build it, in their order.</param>
/// <param name="Own">What the platform's own detection found; null when it does not know the source.</param>
/// <param name="Difference">What the two differ in, for a person; null where they agree.</param>
public sealed record BuilderImageFindings(IReadOnlyList<UsedBuildpack> Buildpacks, DetectedComponent? Own, string? Difference);
