using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Activities;
using Pipelines.Functions.Api;
using Pipelines.Functions.Api.Alerts;
using Pipelines.Functions.Api.Consoles;
using Pipelines.Functions.Api.Deployments;
using Pipelines.Functions.Api.Detect;
using Pipelines.Functions.Api.Domains;
using Pipelines.Functions.Api.Jobs;
using Pipelines.Functions.Api.Logs;
using Pipelines.Functions.Api.Teams;
using Pipelines.Functions.Api.Wire;
using Pipelines.Functions.Health;
using Pipelines.Functions.Http;
using Pipelines.Functions.Metrics;
using Pipelines.Functions.Panel;
using Pipelines.Functions.Panel.Events;
using Pipelines.Functions.Start;
using Pipelines.Functions.Webhooks;
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
        .Configure<WebhookOptions>(configuration.GetSection("Pipelines:Webhooks"))
        .AddRateLimits(configuration)
        .AddSingleton<MetricsCollector>()
        .AddHostedService(provider => provider.GetRequiredService<MetricsCollector>())
        .AddHostedService<FirstTokenStart>()
        .AddHostedService<LeftoverCleanUp>()
        .AddSingleton<Readiness>()
        .AddLogs(configuration)
        .AddConsoles(configuration)
        .AddSingleton<SourceDetection>()
        .AddSingleton<DeliveryLedger>()
        .AddSingleton<PushOutlook>()
        .AddSingleton<WebhookReceiver>()
        .AddSingleton<TokenAuthentication>()
        .AddSingleton<PanelFiles>()
        .AddSingleton<ChangeLog>()
        .AddSingleton<AppWatcher>()
        .AddHostedService(provider => provider.GetRequiredService<AppWatcher>())
        .AddSingleton<AppAccess>()
        .AddSingleton<DeploymentPages>()
        .AddSingleton<DomainClaims>()
        .AddSingleton<TeamAccess>()
        .AddSingleton<TeamDeletion>()
        .AddSingleton<AppWorkflows>()
        .AddSingleton<JobCancellations>()
        .AddSingleton<SpecReader>()
        .AddSingleton<AlertDestinationReader>()
        .AddSingleton<WireFormat>();

    private static IServiceCollection AddLogs(this IServiceCollection services, IConfiguration configuration)
    {
        _ = services.AddOptions<LogReaderOptions>()
            .Bind(configuration.GetSection(LogReaderOptions.Section))
            .Validate(options => options.MaximumPerApp > 0 && options.Patience > TimeSpan.Zero, $"{LogReaderOptions.Section}: MaximumPerApp must be 1 or more, Patience greater than zero.")
            .ValidateOnStart();
        return services.AddSingleton<LogGrants>().AddSingleton<LogAddressing>().AddSingleton<LogReader>().AddSingleton<LogReaders>();
    }

    private static IServiceCollection AddConsoles(this IServiceCollection services, IConfiguration configuration)
    {
        _ = services.AddOptions<ConsoleOptions>()
            .Bind(configuration.GetSection(ConsoleOptions.Section))
            .Validate(
                options => options is { Maximum: > 0, MaximumPerApp: > 0 } && options.IdleTimeout > TimeSpan.Zero && options.Lifetime > TimeSpan.Zero,
                $"{ConsoleOptions.Section}: Maximum and MaximumPerApp must be 1 or more, IdleTimeout and Lifetime greater than zero.")
            .ValidateOnStart();
        return services.AddSingleton<ConsoleGrants>().AddSingleton<ConsoleSessions>().AddSingleton<ConsoleOpener>();
    }

    private static IServiceCollection AddRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        _ = services.AddOptions<RateLimitOptions>()
            .Bind(configuration.GetSection("Pipelines:Api"))
            .Validate(limits => limits is { RequestsPerHour: > 0, RequestsPerMinute: > 0 }, "Pipelines:Api:RequestsPerHour and Pipelines:Api:RequestsPerMinute must be 1 or more.")
            .ValidateOnStart();
        return services.AddSingleton<RateLimiter>();
    }
}
