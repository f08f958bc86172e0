using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pipelines.Activities.Clusters.Local;
using Pipelines.Clusters;
using Pipelines.Kubernetes;
using Pipelines.Oci;

namespace Pipelines.Activities.Clusters.Kubernetes;

/// <summary>Registers a Kubernetes cluster.</summary>
public static class KubernetesClusterServices
{
    /// <summary>
    /// Adds a Kubernetes cluster as <see cref="ICluster"/>, configured by section <see cref="KubernetesOptions.Section"/>. What
    /// the section leaves open of images follows from <c>Pipelines:Registry</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">A value is wrong, or no registry is configured that a cluster could pull from.</exception>
    public static IServiceCollection AddKubernetesCluster(this IServiceCollection services, IConfiguration configuration)
    {
        return services
            .AddSingleton(Complete(KubernetesOptionsReader.Read(configuration), configuration))
            .AddKubernetesApi(configuration)
            .AddLocalNode(configuration)
            .AddSingleton(provider => new KubernetesCluster(
                provider.GetRequiredService<IKubernetesApi>(),
                provider.GetRequiredService<LocalCluster>(),
                provider.GetRequiredService<KubernetesOptions>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILoggerFactory>()))
            .AddSingleton<ICluster>(provider => provider.GetRequiredService<KubernetesCluster>())
            .AddHostedService<KubernetesClusterStart>();
    }

    private static KubernetesOptions Complete(KubernetesOptions options, IConfiguration configuration)
    {
        var registry = configuration.GetSection("Pipelines:Registry").Get<ImageRegistryOptions>() ?? new ImageRegistryOptions();
        if (string.IsNullOrEmpty(registry.Host))
        {
            throw new InvalidOperationException(
                "Pipelines:Cluster is Kubernetes, whose nodes pull images from a registry: set Pipelines:Registry:Host to one that the platform may push to, as registry.example.com or 127.0.0.1:5000.");
        }

        return options.ImagePullUsername is not null || registry.FindCredentials(registry.Host) is not { } credentials
            ? options
            : options with { ImagePullUsername = credentials.Username, ImagePullPassword = credentials.Password };
    }
}
