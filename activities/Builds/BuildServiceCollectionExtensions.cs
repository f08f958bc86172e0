using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipelines.Activities.Builds.Kubernetes;
using Pipelines.Activities.Builds.Runtimes;
using Pipelines.Activities.Builds.Sandboxes;
using Pipelines.Activities.Detection;
using Pipelines.Kubernetes;

namespace Pipelines.Activities.Builds;

/// <summary>Registers the builder.</summary>
public static class BuildServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IBuilder"/>; needs <see cref="Source.ISourceProvider"/>,
    /// <see cref="Oci.IImageRegistry"/>, <see cref="Pipelines.Clusters.ICluster"/>, <see cref="Storage.Blobs.IBlobStore"/>, and logging.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The whole configuration; section <c>Pipelines:Builds</c>, see <see cref="BuildOptions"/>.</param>
    public static IServiceCollection AddBuilds(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BuildOptions>()
            .Bind(configuration.GetSection(BuildOptions.Section))
            .PostConfigure(options => options.DataDirectory = Path.GetFullPath(
                options.DataDirectory.Length > 0
                    ? options.DataDirectory
                    : Path.Combine(configuration["Pipelines:DataDirectory"] ?? "data", "builds")));
        services.TryAddSingleton(new SourceDetector());
        services.AddSingleton<ComponentDetection>();
        services.AddSingleton<SiteWriter>();
        services.AddSourceEndpoint(configuration);
        return configuration.GetSection(BuildOptions.Section).GetValue(nameof(BuildOptions.Driver), BuildDriver.Native) == BuildDriver.Kubernetes
            ? services.AddKubernetesApi(configuration).AddKubernetesBuilds()
            : services.AddNativeBuilds();
    }

    private static IServiceCollection AddNativeBuilds(this IServiceCollection services)
    {
        services.AddSingleton<MachineFiles>();
        services.AddSingleton<PackageClientFiles>();
        services.AddSingleton<SandboxSpec>();
        services.AddSingleton<ProcessSandbox>();
        services.AddSingleton<SandboxSelector>();
        services.AddSingleton<PythonInstallations>();
        services.AddSingleton<RuntimeLayers>();
        services.AddHostedService<RuntimeWarmUp>();
        services.AddSingleton<BuildEnvironment>();
        services.AddSingleton<BuildCommands>();
        services.AddSingleton<AppImage>();
        services.AddSingleton<NativeBuild>();
        services.AddSingleton<BuildahIsolation>();
        services.AddSingleton<DockerfileBuild>();
        services.AddSingleton<IBuilder, ComponentBuilder>();
        return services;
    }
}
