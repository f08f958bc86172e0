using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipelines.Activities.Domains.Acme;
using Pipelines.Activities.Domains.Certificates;
using Pipelines.Activities.Domains.Dns;
using Pipelines.Activities.Edge;
using Pipelines.Clusters;
using Pipelines.Deployments.Domains;
using Pipelines.Storage.Secrets;
using Pipelines.Storage.State;

namespace Pipelines.Activities.Domains;

/// <summary>Registers what the domains of apps need.</summary>
public static class DomainServices
{
    /// <summary>Adds it, configured by section <see cref="DomainOptions.Section"/> and <c>Pipelines:Edge</c>.</summary>
    /// <param name="services">The services, which have the stores and the cluster.</param>
    /// <param name="configuration">The configuration.</param>
    /// <exception cref="InvalidOperationException">A value is wrong.</exception>
    public static IServiceCollection AddDomains(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(DomainOptions.Section).Get<DomainOptions>() ?? new DomainOptions();
        if (options.Check().FirstOrDefault() is { } problem)
        {
            throw new InvalidOperationException(problem);
        }

        return services
            .AddEdge(configuration)
            .AddSingleton(options)
            .AddSingleton<DomainStore>()
            .AddSingleton<DomainNames>()
            .AddSingleton<DomainReconciler>()
            .AddSingleton<DomainOwnership>()
            .AddSingleton<CertificateStore>()
            .AddSingleton<IDnsResolver, DnsResolver>()
            .AddSingleton(provider => (IDomainEdge)provider.GetRequiredService<ICluster>())
            .AddSingleton(provider => new AcmeTransport(AcmeHttp.Create(options.Acme), options.Acme.Directory!, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new AcmeAccounts(
                provider.GetRequiredService<IStateStore>(), provider.GetRequiredService<SecretProtector>(), provider.GetRequiredService<AcmeTransport>(), options.Acme))
            .AddSingleton<AcmeClient>()
            .AddSingleton(provider => new Lazy<AcmeClient>(provider.GetRequiredService<AcmeClient>))
            .AddSingleton<ChallengeProofs>()
            .AddSingleton<RenewalPlan>()
            .AddSingleton<ICertificateIssuer, CertificateIssuance>();
    }
}
