namespace Pipelines.Activities.Builds.Kubernetes.Plans;

/// <summary>A Dockerfile in a repository.</summary>
/// <param name="File">Its path from the repository's root.</param>
/// <param name="Context">The directory it builds from the root; empty for the root itself.</param>
internal sealed record DockerfileSource(string File, string Context);
