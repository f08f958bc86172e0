using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.DurableTask.Embedded;

namespace Pipelines.Functions.Embedded;

/// <summary>Gives the app the embedded durable engine, unless it brought a client of another one.</summary>
internal static class DurableEngine
{
    /// <summary>Where the engine's database is; <c>durable.db</c> in the data directory when not set.</summary>
    public const string DataSourceKey = "DurableTask:Embedded:DataSource";

    /// <summary>Registers the engine.</summary>
    /// <exception cref="InvalidOperationException">A bound in host.json is not one; the message names it.</exception>
    public static void Add(IServiceCollection services, IConfiguration configuration, HostSettings settings)
    {
        if (services.Any(service => service.ServiceType == typeof(DurableTaskClient)))
        {
            return;
        }

        var path = Path.GetFullPath(configuration[DataSourceKey] ?? "durable.db", settings.DataDirectory);
        services.AddEmbeddedDurableTask(options => options.DatabasePath = path);

        var host = configuration.GetSection(HostConfiguration.HostSection);
        var activities = BoundOf(host, "extensions:durableTask:maxConcurrentActivityFunctions");
        var orchestrators = BoundOf(host, "extensions:durableTask:maxConcurrentOrchestratorFunctions");
        services.Configure<DurableTaskWorkerOptions>(options =>
        {
            var concurrency = options.Concurrency;
            concurrency.MaximumConcurrentActivityWorkItems = activities ?? concurrency.MaximumConcurrentActivityWorkItems;
            concurrency.MaximumConcurrentOrchestrationWorkItems = orchestrators ?? concurrency.MaximumConcurrentOrchestrationWorkItems;
        });
    }

    private static int? BoundOf(IConfigurationSection host, string key) =>
        HostSettings.PositiveOf(host, key) is { } bound ? (int)Math.Min(bound, int.MaxValue) : null;
}
