using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Pipelines.Oci;

/// <summary>Registers the platform's store of images.</summary>
public static class ImageRegistryServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IImageRegistry"/> as a section of the configuration describes it: the keys <c>Host</c>,
    /// <c>Scheme</c>, <c>Username</c>, <c>Password</c>, <c>DockerConfig</c> and <c>Directory</c> of <see cref="ImageRegistryOptions"/>.
    /// </summary>
    public static IServiceCollection AddImageRegistry(this IServiceCollection services, IConfiguration section)
    {
        var options = section.Get<ImageRegistryOptions>() ?? new ImageRegistryOptions();
        return services.AddImageRegistry(options);
    }

    /// <summary>Adds <see cref="IImageRegistry"/> with the given options.</summary>
    public static IServiceCollection AddImageRegistry(this IServiceCollection services, ImageRegistryOptions options) =>
        services.AddSingleton(provider => options.Open(provider.GetService<TimeProvider>()));
}
