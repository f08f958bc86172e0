using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Pipelines.Storage.Audit;
using Pipelines.Storage.AzureStorage;
using Pipelines.Storage.Blobs;
using Pipelines.Storage.Logs;
using Pipelines.Storage.Metrics;
using Pipelines.Storage.Secrets;
using Pipelines.Storage.State;
using Pipelines.Storage.Teams;
using Pipelines.Storage.Tokens;

namespace Pipelines.Storage;

/// <summary>Registers storage.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IStateStore"/>, <see cref="IBlobStore"/>, <see cref="ILogStore"/>, <see cref="TokenStore"/>,
    /// <see cref="FirstTokenFile"/>, <see cref="SecretKeyRing"/> and <see cref="SecretProtector"/>, <see cref="MetricStore"/>, each once and opened at its first use.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The whole configuration: see <see cref="StorageOptions"/> and <see cref="SecretKeyRing"/>.</param>
    /// <exception cref="InvalidOperationException">The configuration is wrong.</exception>
    public static IServiceCollection AddPipelinesStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var options = StorageOptions.From(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(_ => SecretKeyRing.FromConfiguration(configuration) ?? SecretKeyRing.OpenOrCreate(options.PathOf("secret.keys")));
        services.AddSingleton<SecretProtector>();
        services.AddSingleton<TokenStore>();
        services.AddSingleton<TeamStore>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton(provider => new MetricStore(options.PathOf("metrics.db"), Time(provider)));
        services.AddSingleton(provider => new FirstTokenFile(options.PathOf("token"), provider.GetRequiredService<TokenStore>()));
        return options.Kind == StorageKind.Azure ? services.AddAzure(options) : services.AddEmbedded(options);
    }

    private static IServiceCollection AddEmbedded(this IServiceCollection services, StorageOptions options)
    {
        services.AddSingleton<IStateStore>(_ => new SqliteStateStore(options.PathOf("state.db")));
        services.AddSingleton<IBlobStore>(provider => new DirectoryBlobStore(options.PathOf("blobs"), Time(provider)));
        return services.AddSingleton<ILogStore>(provider => new DirectoryLogStore(options.PathOf("logs"), Time(provider), LogOptions(options)));
    }

    private static IServiceCollection AddAzure(this IServiceCollection services, StorageOptions options)
    {
        services.AddSingleton(_ => AzureAccount.Connect(options));
        services.AddSingleton<IStateStore>(provider => new BlobStateStore(Account(provider), options.StateContainer, options.CreateContainers));
        services.AddSingleton<IBlobStore>(provider => new AzureBlobStore(Account(provider), options.BlobContainer, options.CreateContainers));
        return services.AddSingleton<ILogStore>(provider => new AzureLogStore(
            Account(provider), options.LogContainer, Time(provider), LogOptions(options), options.CreateContainers, provider.GetService<ILogger<AzureLogStore>>()));
    }

    private static LogStoreOptions LogOptions(StorageOptions options) => new() { MaximumStreamBytes = options.MaximumLogBytes };

    private static TimeProvider Time(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();

    private static BlobServiceClient Account(IServiceProvider provider) => provider.GetRequiredService<BlobServiceClient>();
}
