using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Clusters;

namespace Pipelines.Activities.Clusters.Local;

/// <summary>Registers the local cluster.</summary>
public static class LocalClusterServices
{
    /// <summary>Adds the cluster of this machine's node as <see cref="ICluster"/>, configured by section <see cref="LocalClusterOptions.Section"/>.</summary>
    /// <exception cref="InvalidOperationException">The section names no data directory.</exception>
    public static IServiceCollection AddLocalCluster(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(LocalClusterOptions.Section).Get<LocalClusterOptions>() ?? new LocalClusterOptions();
        if (options.DataDirectory.Length == 0)
        {
            throw new InvalidOperationException($"Set {LocalClusterOptions.Section}:DataDirectory to the node's data directory.");
        }

        return services
            .AddSingleton(options)
            .AddSingleton<LocalCluster>()
            .AddSingleton<ICluster>(provider => provider.GetRequiredService<LocalCluster>());
    }
}
