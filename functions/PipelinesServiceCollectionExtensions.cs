using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Activities;
using Pipelines.Functions.Api;
using Pipelines.Functions.Api.Wire;
using Pipelines.Orchestrations;
using Pipelines.Storage;

namespace Pipelines.Functions;

/// <summary>Registers the whole platform.</summary>
public static class PipelinesServiceCollectionExtensions
{
    /// <summary>Adds the stores, activities, orchestrations and what the functions need.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The configuration, section <c>Pipelines</c>.</param>
    public static IServiceCollection AddPipelines(this IServiceCollection services, IConfiguration configuration) => services
        .AddPipelinesStorage(configuration)
        .AddActivities(configuration)
        .AddOrchestrations()
        .AddSingleton<AppAccess>()
        .AddSingleton<AppWorkflows>()
        .AddSingleton<SpecReader>()
        .AddSingleton<WireFormat>();
}
