using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipelines.Activities.Builds.Kubernetes.Results;
using Pipelines.Activities.Builds.Kubernetes.Running;
using Pipelines.Activities.Builds.Kubernetes.Sources;

namespace Pipelines.Activities.Builds.Kubernetes;

/// <summary>Registers what builds in a cluster need.</summary>
internal static class KubernetesBuildServiceCollectionExtensions
{
    /// <summary>Adds what the platform's endpoint for sources needs, whoever builds.</summary>
    public static IServiceCollection AddSourceEndpoint(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<KubernetesBuildOptions>().Bind(configuration.GetSection(KubernetesBuildOptions.Section));
        services.TryAddSingleton(TimeProvider.System);
        return services.AddSingleton<SourceGrants>();
    }

    /// <summary>Adds the builder.</summary>
    public static IServiceCollection AddKubernetesBuilds(this IServiceCollection services) => services
        .AddSingleton<SourceInspection>()
        .AddSingleton<SourceAddresses>()
        .AddSingleton<BuildRegistry>()
        .AddSingleton<BuildJobs>()
        .AddSingleton<BuildJobRunner>()
        .AddSingleton<BuiltImageReader>()
        .AddSingleton<SiteFromImage>()
        .AddSingleton<KubernetesBuilder>()
        .AddSingleton<IBuilder>(provider => provider.GetRequiredService<KubernetesBuilder>())
        .AddSingleton<IBuilderImageDetection>(provider => provider.GetRequiredService<KubernetesBuilder>())
        .AddSingleton<IImageRebaser>(provider => provider.GetRequiredService<KubernetesBuilder>());
}
