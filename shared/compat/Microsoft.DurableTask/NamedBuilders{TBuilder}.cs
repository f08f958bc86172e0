using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.DurableTask;

/// <summary>The builders made so far for a service collection, one a name, so that a second registration goes on with the first one's.</summary>
/// <typeparam name="TBuilder">The kind of builder.</typeparam>
internal sealed class NamedBuilders<TBuilder>
    where TBuilder : class
{
    private readonly Dictionary<string, TBuilder> _builders = new(StringComparer.Ordinal);

    public static NamedBuilders<TBuilder> Of(IServiceCollection services)
    {
        if (services.FirstOrDefault(service => service.ServiceType == typeof(NamedBuilders<TBuilder>))?.ImplementationInstance is NamedBuilders<TBuilder> known)
        {
            return known;
        }

        var builders = new NamedBuilders<TBuilder>();
        services.AddSingleton(builders);
        return builders;
    }

    public TBuilder GetOrAdd(string name, Func<TBuilder> make, out bool added)
    {
        added = !_builders.TryGetValue(name, out var builder);
        return builder ?? (_builders[name] = make());
    }
}
