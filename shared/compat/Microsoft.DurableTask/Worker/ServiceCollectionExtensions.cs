using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Worker;

/// <summary>Registers workers.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Registers a worker as a hosted service.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The worker's name; null for the default one.</param>
    /// <returns>The worker's builder.</returns>
    public static IDurableTaskWorkerBuilder AddDurableTaskWorker(this IServiceCollection services, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = BuilderOf(services, name ?? Options.DefaultName, out var added);
        Register(builder, added);
        return builder;
    }

    /// <summary>Registers the default worker as a hosted service.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Configures it.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddDurableTaskWorker(this IServiceCollection services, Action<IDurableTaskWorkerBuilder> configure) =>
        services.AddDurableTaskWorker(Options.DefaultName, configure);

    /// <summary>Registers a worker as a hosted service.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The worker's name.</param>
    /// <param name="configure">Configures it.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddDurableTaskWorker(
        this IServiceCollection services, string name, Action<IDurableTaskWorkerBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var builder = BuilderOf(services, name, out var added);
        configure(builder);
        Register(builder, added);
        return services;
    }

    private static IDurableTaskWorkerBuilder BuilderOf(IServiceCollection services, string name, out bool added) =>
        NamedBuilders<IDurableTaskWorkerBuilder>.Of(services)
            .GetOrAdd(name, () => new DefaultDurableTaskWorkerBuilder(name, services), out added);

    private static void Register(IDurableTaskWorkerBuilder builder, bool added)
    {
        if (!added)
        {
            return;
        }

        builder.Services.AddOptions<DurableTaskWorkerOptions>(builder.Name).Configure<IServiceProvider>((options, services) =>
        {
            if (!options.HasDataConverter && services.GetService<DataConverter>() is { } converter)
            {
                options.DataConverter = converter;
            }
        });
        builder.Services.AddSingleton(builder.Build);
    }
}
