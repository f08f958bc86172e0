namespace Pipelines.Activities.Builds;

/// <summary>What builds components.</summary>
public enum BuildDriver
{
    /// <summary>This machine: its toolchains, and buildah for Dockerfiles.</summary>
    Native,

    /// <summary>Jobs of a Kubernetes cluster: Cloud Native Buildpacks, and Kaniko or BuildKit for Dockerfiles.</summary>
    Kubernetes,
}
