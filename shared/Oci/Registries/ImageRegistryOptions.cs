namespace Pipelines.Oci;

/// <summary>Which store the platform keeps its images in: a registry where <see cref="Host"/> names one, else a directory of image layouts.</summary>
public sealed record ImageRegistryOptions
{
    /// <summary>The registry, <c>host</c> or <c>host:port</c>; null for none.</summary>
    public string? Host { get; init; }

    /// <summary>How the registry is spoken to.</summary>
    public RegistryScheme Scheme { get; init; }

    /// <summary>Who to be there; overrides <see cref="DockerConfig"/>.</summary>
    public string? Username { get; init; }

    /// <summary>The secret that goes with <see cref="Username"/>.</summary>
    public string? Password { get; init; }

    /// <summary>A docker config file that holds the registry's credentials.</summary>
    public string? DockerConfig { get; init; }

    /// <summary>The directory of image layouts, used when there is no registry.</summary>
    public string Directory { get; init; } = "images";

    /// <summary>Opens the store.</summary>
    /// <exception cref="FormatException">The registry, or the docker config, is malformed.</exception>
    public IImageRegistry Open(TimeProvider? timeProvider = null)
    {
        if (string.IsNullOrEmpty(Host))
        {
            return new LayoutRegistry(Directory, timeProvider);
        }

        var options = new RegistryOptions { Registry = Host, Scheme = Scheme, Credentials = FindCredentials(Host) };
        return new RegistryClient(options, timeProvider: timeProvider);
    }

    /// <inheritdoc/>
    public override string ToString() => $"ImageRegistryOptions {{ Host = {Host}, Username = {Username}, Directory = {Directory} }}";

    /// <summary>Finds what is configured to be at a registry; null for nothing.</summary>
    /// <param name="host">The registry, <c>host</c> or <c>host:port</c>.</param>
    /// <exception cref="FormatException">The docker config is malformed.</exception>
    public RegistryCredentials? FindCredentials(string host)
    {
        if (!string.IsNullOrEmpty(Username))
        {
            return new RegistryCredentials(Username, Password ?? string.Empty);
        }

        return string.IsNullOrEmpty(DockerConfig) ? null : Oci.DockerConfig.Load(DockerConfig).Find(host);
    }
}
