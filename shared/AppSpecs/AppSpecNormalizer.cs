namespace Pipelines.AppSpecs;

/// <summary>
/// Makes defaults explicit, the way the API shows a spec: region, sizes and counts of instances, ports, kinds, scopes,
/// and ingress rules in place of the deprecated routes. Idempotent; what a spec means does not change.
/// </summary>
public static class AppSpecNormalizer
{
    /// <summary>The smallest size that allows several instances.</summary>
    private const string ScalableSlug = "apps-s-1vcpu-1gb";

    /// <summary>Returns the spec in its normal form.</summary>
    /// <param name="spec">A valid spec.</param>
    /// <returns>The spec with every default that depends on the spec alone; secrets are left as they are.</returns>
    public static AppSpec Normalize(AppSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var ingress = IngressRouting.Normalize(spec);
        var routed = ingress?.Rules.Select(rule => rule.Component?.Name).OfType<string>().ToHashSet(StringComparer.Ordinal) ?? [];
        return spec with
        {
            Region = Regions.TryResolve(spec.Region, out var region) ? region.Slug : spec.Region,
            Services = [.. spec.Services.Select(service => Normalize(service, routed.Contains(service.Name)))],
            StaticSites = [.. spec.StaticSites.Select(Normalize)],
            Workers = [.. spec.Workers.Select(Normalize)],
            Jobs = [.. spec.Jobs.Select(Normalize)],
            Functions = [.. spec.Functions.Select(functions => functions with { Envs = Normalize(functions.Envs), Routes = [], Cors = null })],
            Databases = [.. spec.Databases.Select(database => database with { Engine = database.Engine ?? DatabaseEngine.Pg })],
            Domains = Normalize(spec.Domains),
            Envs = Normalize(spec.Envs),
            Ingress = ingress,
            Maintenance = spec.Maintenance is { Archive: true } archived ? archived with { Enabled = true } : spec.Maintenance,
        };
    }

    /// <summary>A service that only other components reach, by its internal ports, has no HTTP port.</summary>
    private static ServiceSpec Normalize(ServiceSpec service, bool isRouted) => service with
    {
        Image = Normalize(service.Image),
        Envs = Normalize(service.Envs),
        InstanceSizeSlug = SizeOf(service),
        InstanceCount = CountOf(service),
        Autoscaling = Normalize(service.Autoscaling),
        HttpPort = service.HttpPort ?? (isRouted || service.InternalPorts.Count == 0 ? ServiceSpec.DefaultHttpPort : null),
        Routes = [],
        Cors = null,
        HealthCheck = service.HealthCheck is null ? null : HealthCheckDefaults.Readiness.Apply(service.HealthCheck),
        LivenessHealthCheck = service.LivenessHealthCheck is null ? null : HealthCheckDefaults.Liveness.Apply(service.LivenessHealthCheck),
    };

    private static StaticSiteSpec Normalize(StaticSiteSpec site) => site with
    {
        Envs = Normalize(site.Envs),
        Routes = [],
        Cors = null,
    };

    private static WorkerSpec Normalize(WorkerSpec worker) => worker with
    {
        Image = Normalize(worker.Image),
        Envs = Normalize(worker.Envs),
        InstanceSizeSlug = SizeOf(worker),
        InstanceCount = CountOf(worker),
        Autoscaling = Normalize(worker.Autoscaling),
        LivenessHealthCheck = worker.LivenessHealthCheck is null ? null : HealthCheckDefaults.Liveness.Apply(worker.LivenessHealthCheck),
    };

    private static JobSpec Normalize(JobSpec job) => job with
    {
        Image = Normalize(job.Image),
        Envs = Normalize(job.Envs),
        InstanceSizeSlug = SizeOf(job),
        InstanceCount = CountOf(job),
        Kind = job.EffectiveKind,
        Schedule = job.Schedule is { TimeZone: null } schedule ? schedule with { TimeZone = "UTC" } : job.Schedule,
    };

    private static ImageSource? Normalize(ImageSource? image) =>
        image is null ? null : image with { Tag = image.EffectiveTag };

    private static Autoscaling? Normalize(Autoscaling? autoscaling)
    {
        if (autoscaling is null)
        {
            return null;
        }

        var metrics = autoscaling.Metrics ?? new AutoscalingMetrics();
        var needsCpu = metrics is { RequestsPerSecond: null, RequestDuration: null };
        return autoscaling with
        {
            Metrics = metrics with
            {
                Cpu = metrics.Cpu is not null || needsCpu
                    ? new AutoscalingCpuMetric { Percent = metrics.Cpu?.Percent ?? AutoscalingCpuMetric.DefaultPercent }
                    : null,
            },
        };
    }

    private static IReadOnlyList<EnvVar> Normalize(IReadOnlyList<EnvVar> envs) =>
        [.. envs.Select(env => env with { Scope = env.EffectiveScope })];

    /// <summary>The first domain is the primary one when none says so.</summary>
    private static IReadOnlyList<DomainSpec> Normalize(IReadOnlyList<DomainSpec> domains)
    {
        var hasPrimary = domains.Any(domain => domain.Type == DomainType.Primary);
        var result = new List<DomainSpec>(domains.Count);
        foreach (var domain in domains)
        {
            var type = domain.Type ?? (hasPrimary ? DomainType.Alias : DomainType.Primary);
            hasPrimary |= type == DomainType.Primary;
            result.Add(domain with { Type = type });
        }

        return result;
    }

    private static string SizeOf(IScalableComponent component) =>
        component.InstanceSizeSlug
        ?? (component.Autoscaling is not null || component.InstanceCount > 1 ? ScalableSlug : InstanceSizes.DefaultSlug);

    private static int? CountOf(IScalableComponent component) =>
        component.Autoscaling is null ? component.InstanceCount ?? 1 : null;
}
