using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Orchestrations.Alerts;
using Pipelines.Orchestrations.Apps;
using Pipelines.Orchestrations.Builds;
using Pipelines.Orchestrations.Deliveries;
using Pipelines.Orchestrations.Deployments;
using Pipelines.Orchestrations.Domains;
using Pipelines.Orchestrations.Jobs;
using Pipelines.Orchestrations.Previews;
using Pipelines.Orchestrations.Retention;
using Pipelines.Orchestrations.Statuses;

namespace Pipelines.Orchestrations;

/// <summary>Registers the orchestrators.</summary>
public static class OrchestrationsServiceCollectionExtensions
{
    /// <summary>Adds all orchestrators to the Durable Task registry.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddOrchestrations(this IServiceCollection services) => services.Configure<DurableTaskRegistry>(registry => registry
        .AddOrchestrator<AlertsOrchestrator>()
        .AddOrchestrator<AlertMessageOrchestrator>()
        .AddOrchestrator<AppOrchestrator>()
        .AddOrchestrator<DeploymentOrchestrator>()
        .AddOrchestrator<BuildOrchestrator>()
        .AddOrchestrator<StatusOrchestrator>()
        .AddOrchestrator<DomainOrchestrator>()
        .AddOrchestrator<DeliveryOrchestrator>()
        .AddOrchestrator<ScheduledJobsOrchestrator>()
        .AddOrchestrator<JobInvocationOrchestrator>()
        .AddOrchestrator<JobCancellationOrchestrator>()
        .AddOrchestrator<RetentionOrchestrator>()
        .AddOrchestrator<PullRequestOrchestrator>()
        .AddOrchestrator<PreviewOrchestrator>());
}
