using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Client;

/// <summary>Registers clients.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Registers a client.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The client's name; null for the default one.</param>
    /// <returns>The client's builder.</returns>
    public static IDurableTaskClientBuilder AddDurableTaskClient(this IServiceCollection services, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = BuilderOf(services, name ?? Options.DefaultName, out var added);
        Register(builder, added);
        return builder;
    }

    /// <summary>Registers the default client.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Configures it.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddDurableTaskClient(this IServiceCollection services, Action<IDurableTaskClientBuilder> configure) =>
        services.AddDurableTaskClient(Options.DefaultName, configure);

    /// <summary>Registers a client.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The client's name.</param>
    /// <param name="configure">Configures it.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddDurableTaskClient(
        this IServiceCollection services, string name, Action<IDurableTaskClientBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var builder = BuilderOf(services, name, out var added);
        configure(builder);
        Register(builder, added);
        return services;
    }

    private static IDurableTaskClientBuilder BuilderOf(IServiceCollection services, string name, out bool added)
    {
        services.TryAddSingleton<IDurableTaskClientProvider, DurableTaskClientProvider>();
        return NamedBuilders<IDurableTaskClientBuilder>.Of(services)
            .GetOrAdd(name, () => new DefaultDurableTaskClientBuilder(name, services), out added);
    }

    private static void Register(IDurableTaskClientBuilder builder, bool added)
    {
        if (!added)
        {
            return;
        }

        builder.Services.AddOptions<DurableTaskClientOptions>(builder.Name).Configure<IServiceProvider>((options, services) =>
        {
            if (!options.HasDataConverter && services.GetService<DataConverter>() is { } converter)
            {
                options.DataConverter = converter;
            }
        });
        builder.Services.AddSingleton(services => new DurableTaskClientProvider.Registration(builder.Build(services)));
        if (builder.Name == Options.DefaultName)
        {
            builder.RegisterDirectly();
        }
    }
}
