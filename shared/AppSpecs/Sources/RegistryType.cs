namespace Pipelines.AppSpecs;

/// <summary>The kind of registry an image comes from.</summary>
public enum RegistryType
{
    /// <summary>The account's own container registry.</summary>
    Docr,

    /// <summary>Docker Hub.</summary>
    DockerHub,

    /// <summary>GitHub's container registry.</summary>
    Ghcr,
}
