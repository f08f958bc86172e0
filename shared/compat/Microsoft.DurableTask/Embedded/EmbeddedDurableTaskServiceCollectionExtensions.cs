using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Pipelines.DurableTask.Embedded;

/// <summary>Registers the embedded engine.</summary>
internal static class EmbeddedDurableTaskServiceCollectionExtensions
{
    /// <summary>Registers the engine, its worker as a hosted service, and the default <see cref="DurableTaskClient"/>.</summary>
    /// <param name="services">The services; tasks are those of the default <c>DurableTaskRegistry</c> options.</param>
    /// <param name="configure">Sets the options; the database's path at least.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddEmbeddedDurableTask(this IServiceCollection services, Action<EmbeddedDurableTaskOptions> configure)
    {
        services.AddOptions<EmbeddedDurableTaskOptions>()
            .Configure(configure)
            .Validate(options => options.DatabasePath.Length > 0, "EmbeddedDurableTaskOptions.DatabasePath must name the database file.");
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<EmbeddedEngine>();
        services.TryAddSingleton<IOrchestrationHistory, OrchestrationHistory>();
        services.AddDurableTaskClient(builder => builder.UseBuildTarget<EmbeddedDurableTaskClient>());
        services.AddDurableTaskWorker(builder => builder.UseBuildTarget<EmbeddedDurableTaskWorker>());
        return services;
    }
}
