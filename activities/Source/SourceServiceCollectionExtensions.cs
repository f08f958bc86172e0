using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Pipelines.Activities.Source;

/// <summary>Registers the source provider.</summary>
public static class SourceServiceCollectionExtensions
{
    /// <summary>Adds <see cref="ISourceProvider"/> on git; needs <see cref="Storage.Blobs.IBlobStore"/>, logging, and <see cref="ISourceCredentials"/> or what <see cref="SourceCredentialStore"/> needs.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The whole configuration; section <c>Pipelines:Source</c>, see <see cref="GitSourceOptions"/>.</param>
    public static IServiceCollection AddSource(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GitSourceOptions>()
            .Bind(configuration.GetSection(GitSourceOptions.Section))
            .PostConfigure(options => options.CacheDirectory = Path.GetFullPath(
                options.CacheDirectory.Length > 0
                    ? options.CacheDirectory
                    : Path.Combine(configuration["Pipelines:DataDirectory"] ?? "data", "source-cache")));
        services.TryAddSingleton<INameResolver, SystemNameResolver>();
        services.AddSingleton<RepositoryPolicy>();
        services.TryAddSingleton<SourceCredentialStore>();
        services.TryAddSingleton<ISourceCredentials>(provider => provider.GetRequiredService<SourceCredentialStore>());
        services.AddSingleton<CredentialStore>();
        services.AddSingleton<GitClient>();
        services.AddSingleton<RevisionResolver>();
        services.AddSingleton<RepositoryCache>();
        services.AddSingleton<LargeFiles>();
        services.AddSingleton<SnapshotWriter>();
        services.AddSingleton<ISourceProvider, GitSourceProvider>();
        return services;
    }
}
