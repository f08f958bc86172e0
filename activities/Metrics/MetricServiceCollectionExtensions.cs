using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Storage.Metrics;

namespace Pipelines.Activities.Metrics;

/// <summary>Registers what measures apps.</summary>
public static class MetricServiceCollectionExtensions
{
    /// <summary>Adds the sampler, and <see cref="IMetricReader"/>: Prometheus where one is configured, the platform's own samples otherwise.</summary>
    /// <param name="services">The services, which have the stores already.</param>
    /// <param name="configuration">The whole configuration; section <c>Pipelines:Metrics</c>, see <see cref="MetricOptions"/>.</param>
    /// <exception cref="InvalidOperationException">The address of Prometheus is not one of http or https.</exception>
    public static IServiceCollection AddMetrics(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(MetricOptions.Section).Get<MetricOptions>() ?? new MetricOptions();
        if (options.Prometheus is { } address && !(address.IsAbsoluteUri && address.Scheme is "http" or "https"))
        {
            throw new InvalidOperationException($"{MetricOptions.Section}:{nameof(MetricOptions.Prometheus)} is \"{address}\"; it must be an address such as http://prometheus.monitoring:9090.");
        }

        _ = services.AddSingleton(options).AddSingleton<MetricSampler>();
        return options.Prometheus is null
            ? services.AddSingleton<IMetricReader>(provider => provider.GetRequiredService<MetricStore>())
            : services.AddSingleton<PrometheusApi>().AddSingleton<IMetricReader, PrometheusReader>();
    }
}
