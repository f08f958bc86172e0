using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pipelines.Activities.Source;
using Pipelines.Deployments.Alerts;

namespace Pipelines.Activities.Alerts;

/// <summary>Registers what looks after alerts.</summary>
public static class AlertServiceCollectionExtensions
{
    /// <summary>Adds what the alerts' activities need.</summary>
    /// <param name="services">The services, which have the stores and the source already.</param>
    /// <param name="configuration">The whole configuration; section <c>Pipelines:Alerts</c>, see <see cref="AlertOptions"/>.</param>
    public static IServiceCollection AddAlerts(this IServiceCollection services, IConfiguration configuration)
    {
        _ = services.AddOptions<AlertOptions>().Bind(configuration.GetSection(AlertOptions.Section))
            .Validate(options => options.Interval > TimeSpan.Zero, $"{AlertOptions.Section}:{nameof(AlertOptions.Interval)} must be more than nothing.")
            .Validate(options => System.Net.Mail.MailAddress.TryCreate(options.Smtp.From, out _), $"{AlertOptions.Section}:Smtp:{nameof(SmtpOptions.From)} must be an address of e-mail.")
            .ValidateOnStart();
        return services
            .AddSingleton<AlertStore>()
            .AddSingleton<AlertHappenings>()
            .AddSingleton<AlertWatch>()
            .AddSingleton<AlertMail>()
            .AddSingleton(provider => new WebhookPolicy(provider.GetRequiredService<IOptions<GitSourceOptions>>(), provider.GetRequiredService<INameResolver>()))
            .AddSingleton<AlertWebhooks>();
    }
}
