namespace Pipelines.Activities.Builds.Kubernetes;

/// <summary>Settings of Dockerfile builds in a cluster: the configuration section <c>Pipelines:Builds:Kubernetes:Dockerfiles</c>.</summary>
public sealed class DockerfileJobOptions
{
    /// <summary>Gets or sets what builds.</summary>
    public DockerfileTool Tool { get; set; } = DockerfileTool.Kaniko;

    /// <summary>Gets or sets Kaniko's image: by default that of the maintained fork.</summary>
    public string KanikoImage { get; set; } = "martizih/kaniko:v1.25.6";

    /// <summary>Gets or sets BuildKit's image: a rootless one.</summary>
    public string BuildKitImage { get; set; } = "moby/buildkit:rootless";

    /// <summary>Gets or sets the RuntimeClass of BuildKit's pods; it has a sandbox of its own and needs user namespaces, which gVisor lacks.</summary>
    public string BuildKitRuntimeClass { get; set; } = string.Empty;

    /// <summary>Gets or sets a value indicating whether layers are kept in the repository for the next build.</summary>
    public bool Cache { get; set; } = true;
}
