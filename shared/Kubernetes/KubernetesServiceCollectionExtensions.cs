using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Pipelines.Kubernetes;

/// <summary>Registers the API of a cluster.</summary>
public static class KubernetesServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IKubernetesApi"/>, once, connected at its first use.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The whole configuration: see <see cref="KubernetesConnectionOptions"/>.</param>
    public static IServiceCollection AddKubernetesApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(KubernetesConnectionOptions.From(configuration));
        services.TryAddSingleton<IKubernetesApi>(provider => KubernetesApi.Connect(
            provider.GetRequiredService<KubernetesConnectionOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<KubernetesApi>>()));
        return services;
    }
}
