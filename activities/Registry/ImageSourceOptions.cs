using Pipelines.AppSpecs;

namespace Pipelines.Activities.Registry;

/// <summary>Where the registries are that specs name by type (section <c>Pipelines:Images</c>), each as <c>host</c> or <c>host:port</c>. None is known by default: a platform pulls from outside only when it is told to.</summary>
public sealed class ImageSourceOptions
{
    /// <summary>Gets or sets the registry behind DOCKER_HUB.</summary>
    public string? DockerHub { get; set; }

    /// <summary>Gets or sets the registry behind GHCR.</summary>
    public string? Ghcr { get; set; }

    /// <summary>Gets or sets the registry behind DOCR.</summary>
    public string? Docr { get; set; }

    internal string? Find(RegistryType? type) => type switch
    {
        RegistryType.DockerHub => DockerHub,
        RegistryType.Ghcr => Ghcr,
        RegistryType.Docr => Docr,
        _ => null,
    };
}
