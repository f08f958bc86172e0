namespace Pipelines.Activities.Builds.Kubernetes;

/// <summary>What builds Dockerfiles in a cluster.</summary>
public enum DockerfileTool
{
    /// <summary>Kaniko: root within a sandboxed container, no privileges of its own.</summary>
    Kaniko,

    /// <summary>BuildKit without root; needs nodes that allow user namespaces.</summary>
    BuildKit,
}
