using Pipelines.Activities.Builds.Kubernetes.Plans;
using Pipelines.Activities.Detection;

namespace Pipelines.Activities.Builds.Kubernetes.Sources;

/// <summary>What is known of a component's source before its build.</summary>
/// <param name="Directory">The component's directory in the repository; empty for the root.</param>
/// <param name="Dockerfile">The Dockerfile that builds it; null for buildpacks.</param>
/// <param name="Detected">What the platform's own detection takes it for; null when it does not know.</param>
/// <param name="Descriptor">What its <c>project.toml</c> asks for.</param>
internal sealed record InspectedSource(string Directory, DockerfileSource? Dockerfile, DetectedComponent? Detected, ProjectDescriptor Descriptor);
