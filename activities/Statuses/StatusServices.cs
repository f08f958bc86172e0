using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Pipelines.Activities.Statuses;

/// <summary>Registers what tells git providers of deployments.</summary>
internal static class StatusServices
{
    /// <summary>Adds the providers.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The configuration, sections <c>Pipelines:Statuses</c> and <c>Pipelines</c>.</param>
    public static IServiceCollection AddStatuses(this IServiceCollection services, IConfiguration configuration)
    {
        _ = services.AddOptions<StatusOptions>().Bind(configuration.GetSection(StatusOptions.Section)).ValidateOnStart();
        _ = services.AddOptions<PanelOptions>().Bind(configuration.GetSection("Pipelines"))
            .Validate(options => options.PublicUrl is null or { IsAbsoluteUri: true, Scheme: "http" or "https" }, "Pipelines:PublicUrl must be an http or https address.")
            .ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<StatusOptions>, StatusOptionsCheck>()
            .AddSingleton<GitHubConnections>()
            .AddSingleton<IStatusReceiver, GitHubStatuses>()
            .AddSingleton<IStatusReceiver, GitLabStatuses>()
            .AddSingleton<IStatusReceiver, BitbucketStatuses>()
            .AddSingleton<CommitStatusStore>()
            .AddSingleton<StatusReceivers>();
    }
}
