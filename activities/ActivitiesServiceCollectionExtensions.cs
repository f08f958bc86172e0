using Microsoft.DurableTask;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipelines.Activities.Alerts;
using Pipelines.Activities.Apps;
using Pipelines.Activities.Builds;
using Pipelines.Activities.Clusters;
using Pipelines.Activities.Deliveries;
using Pipelines.Activities.Deployments;
using Pipelines.Activities.Domains;
using Pipelines.Activities.Health;
using Pipelines.Activities.Jobs;
using Pipelines.Activities.LogForwarding;
using Pipelines.Activities.LogForwarding.Destinations;
using Pipelines.Activities.Metrics;
using Pipelines.Activities.Previews;
using Pipelines.Activities.Registry;
using Pipelines.Activities.Releases;
using Pipelines.Activities.Retention;
using Pipelines.Activities.Source;
using Pipelines.Activities.Statuses;
using Pipelines.Activities.Traffic;
using Pipelines.Deployments;
using Pipelines.Deployments.Events;
using Pipelines.Oci;

namespace Pipelines.Activities;

/// <summary>Registers the activities and the drivers behind them.</summary>
public static class ActivitiesServiceCollectionExtensions
{
    /// <summary>Adds all activities, and the drivers that the configuration chooses.</summary>
    /// <param name="services">The services, which have the stores already.</param>
    /// <param name="configuration">The configuration, section <c>Pipelines</c>.</param>
    public static IServiceCollection AddActivities(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<ImageSourceOptions>().Bind(configuration.GetSection("Pipelines:Images"));
        services.AddOptions<HealthOptions>().Bind(configuration.GetSection("Pipelines:Health"));
        services.AddOptions<HostedSourceOptions>().Bind(configuration.GetSection("Pipelines:Source"));
        _ = services.AddOptions<RetentionOptions>()
            .Bind(configuration.GetSection("Pipelines:Retention"))
            .Validate(keep => keep is { Deployments: >= 1 and <= 1000, Days: >= 1 and <= 3650 }, "Pipelines:Retention:Deployments must be 1 to 1000 and Pipelines:Retention:Days 1 to 3650.");
        services.AddOptions<BuildSlotOptions>().Bind(configuration.GetSection("Pipelines:Builds"));
        return services
            .AddSingleton<AppStore>()
            .AddSingleton<DeploymentStore>()
            .AddSingleton<JobInvocationStore>()
            .AddSingleton<BandwidthStore>()
            .AddSingleton<AppEventStore>()
            .AddSingleton<BranchHeadStore>()
            .AddSingleton<AppGitSettingsStore>()
            .AddSingleton<PreviewStore>()
            .AddSingleton<BranchWatch>()
            .AddSingleton<TreeComparison>()
            .AddSingleton<PreviewSpecs>()
            .AddSingleton<BuildStore>()
            .AddSingleton<BuildSlots>()
            .AddSingleton<ComponentSources>()
            .AddSingleton<ComponentEnvironments>()
            .AddSingleton<ReleasePlanner>()
            .AddSingleton<JobRuns>()
            .AddSingleton<ImageImporter>()
            .AddImageRegistry(ImageRegistry(configuration))
            .AddSource(configuration)
            .AddStatuses(configuration)
            .AddBuilds(configuration)
            .AddCluster(configuration)
            .AddLogForwarding(configuration)
            .AddMetrics(configuration)
            .AddDomains(configuration)
            .AddAlerts(configuration)
            .Configure<DurableTaskRegistry>(AddTasks);
    }

    private static IServiceCollection AddLogForwarding(this IServiceCollection services, IConfiguration configuration)
    {
        // Where git hosts must be public, so must destinations, unless it is said otherwise.
        services.AddOptions<LogForwardingOptions>()
            .Configure(options => options.AllowPrivateNetworks = configuration.GetValue("Pipelines:Source:AllowPrivateNetworks", true))
            .Bind(configuration.GetSection(LogForwardingOptions.Section))
            .Validate(
                options => options is { BufferBytes: >= 64 << 10, BatchBytes: >= 32 << 10, BatchLines: > 0 } && options.FirstPause > TimeSpan.Zero && options.LongestPause >= options.FirstPause
                    && options.Timeout > TimeSpan.Zero && options.LookInterval > TimeSpan.Zero && options.Linger >= TimeSpan.Zero,
                $"{LogForwardingOptions.Section}: a value is out of its range.")
            .ValidateOnStart();
        return services
            .AddSingleton<DestinationConnector>()
            .AddSingleton<LogDestinations>()
            .AddSingleton<ForwardingStore>()
            .AddHostedService<LogForwardingService>();
    }

    // A registry where one is configured, image layouts in the data directory otherwise.
    private static ImageRegistryOptions ImageRegistry(IConfiguration configuration)
    {
        var options = configuration.GetSection("Pipelines:Registry").Get<ImageRegistryOptions>() ?? new ImageRegistryOptions();
        return options with { Directory = Path.GetFullPath(Path.Combine(configuration["Pipelines:DataDirectory"] ?? ".data", options.Directory)) };
    }

    private static void AddTasks(DurableTaskRegistry registry) => registry
        .AddActivity<LookAtAlertsActivity>()
        .AddActivity<RecordAlertsActivity>()
        .AddActivity<SendAlertActivity>()
        .AddActivity<RecordAlertDeliveryActivity>()
        .AddActivity<MatchDeliveryActivity>()
        .AddActivity<DecidePreviewsActivity>()
        .AddActivity<ClosePreviewActivity>()
        .AddActivity<ListPreviewsActivity>()
        .AddActivity<CreateAppActivity>()
        .AddActivity<RecordAppActivity>()
        .AddActivity<DeleteAppActivity>()
        .AddActivity<CreateDeploymentActivity>()
        .AddActivity<PlanDeploymentActivity>()
        .AddActivity<RecordDeploymentActivity>()
        .AddActivity<EndDeploymentActivity>()
        .AddActivity<RecordAutoRollbackActivity>()
        .AddActivity<TellStatusActivity>()
        .AddActivity<ReconcileDomainsActivity>()
        .AddActivity<LookAtDomainActivity>()
        .AddActivity<CheckOwnershipActivity>()
        .AddActivity<AdvanceCertificateActivity>()
        .AddActivity<InstallCertificateActivity>()
        .AddActivity<PlanRenewalActivity>()
        .AddActivity<RecordDomainActivity>()
        .AddActivity<AnnounceDomainActivity>()
        .AddActivity<ForgetDomainActivity>()
        .AddActivity<ResolveSourcesActivity>()
        .AddActivity<BuildComponentActivity>()
        .AddActivity<CancelBuildsActivity>()
        .AddActivity<ImportImageActivity>()
        .AddActivity<ApplyReleaseActivity>()
        .AddActivity<RunJobActivity>()
        .AddActivity<PlanSchedulesActivity>()
        .AddActivity<CreateInvocationActivity>()
        .AddActivity<RunInvocationActivity>()
        .AddActivity<CancelInvocationActivity>()
        .AddActivity<EndInvocationActivity>()
        .AddActivity<PruneImagesActivity>()
        .AddActivity<PruneBlobsActivity>()
        .AddActivity<RetireReleaseActivity>()
        .AddActivity<AwaitComponentActivity>()
        .AddActivity<ProbationPolicyActivity>()
        .AddActivity<WatchReleaseActivity>()
        .AddActivity<RouteReleaseActivity>();
}
