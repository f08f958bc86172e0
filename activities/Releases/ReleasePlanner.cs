using Pipelines.Activities.Domains;
using Pipelines.Activities.Processes;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Deployments;
using Pipelines.Deployments.Domains;

namespace Pipelines.Activities.Releases;

/// <summary>Turns a deployment into the release that a cluster runs. Pure but for the decryption of secrets.</summary>
/// <param name="environments">Resolves environments.</param>
/// <param name="domains">Tells whether domains get certificates.</param>
public sealed class ReleasePlanner(ComponentEnvironments environments, DomainOptions domains)
{
    /// <summary>Plans the release of a deployment that is built.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <exception cref="InvalidOperationException">A component has no build yet.</exception>
    public Release Plan(Deployment deployment) => new()
    {
        Id = deployment.Id,
        AppId = deployment.AppId,
        AppName = deployment.Spec.Name,
        Components = [.. deployment.Spec.Components.Where(component => component.Kind is ComponentKind.Service or ComponentKind.Worker or ComponentKind.StaticSite)
            .Select(component => PlanComponent(deployment, (IBuildableComponent)component))],
        Rules = AppSpecNormalizer.Normalize(deployment.Spec).Ingress?.Rules ?? [],
        Domains = [.. deployment.Spec.Domains.SelectMany(Domain.HostsOf)],
        SecureDomains = domains.IssuesCertificates() ? [.. deployment.Spec.Domains.Where(domain => domain.Type != DomainType.Default).Select(Secure)] : [],
    };

    /// <summary>Plans one run of a job of a deployment that is built.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="invocation">The run.</param>
    public JobRun PlanJob(Deployment deployment, JobInvocation invocation)
    {
        var spec = deployment.Spec.Jobs.First(candidate => candidate.Name == invocation.JobName);
        return new JobRun
        {
            Key = invocation.RunKey,
            AppId = deployment.AppId,

            // After an automatic rollback the release is an earlier deployment's.
            ReleaseId = deployment.ReleaseId ?? deployment.Id,
            Component = PlanComponent(deployment, spec),
            Timeout = spec.EffectiveTimeout,
        };
    }

    private static ReleaseDomain Secure(DomainSpec domain) => new(Domain.HostOf(domain), domain.Wildcard, domain.MinimumTlsVersion == "1.3");

    private ReleaseComponent PlanComponent(Deployment deployment, IBuildableComponent component)
    {
        var build = deployment.Components.FirstOrDefault(candidate => candidate.Name == component.Name)
            ?? throw new InvalidOperationException($"component \"{component.Name}\" of deployment {deployment.Id} is not built");
        var planned = new ReleaseComponent
        {
            Name = component.Name,
            Kind = component.Kind,
            Image = build.Image,
            SiteDigest = build.SiteDigest,
            RunCommand = RunCommand(component, build),
            Environment = Environment(deployment, component),
        };
        return component switch
        {
            ServiceSpec service => Scale(planned, service) with
            {
                HttpPort = service.EffectiveHttpPort,
                Http2 = service.EffectiveProtocol == ServingProtocol.Http2,
                InternalPorts = service.InternalPorts,
                Readiness = Probe(service.HealthCheck ?? new HealthCheck(), service.EffectiveHttpPort, HealthCheckDefaults.Readiness),
                Liveness = service.LivenessHealthCheck is { } liveness ? Probe(liveness, service.EffectiveHttpPort, HealthCheckDefaults.Liveness) : null,
                DrainSeconds = service.Termination?.DrainSeconds ?? Termination.DefaultDrainSeconds,
            },
            StaticSiteSpec site => planned with
            {
                IndexDocument = site.IndexDocument ?? "index.html",
                ErrorDocument = site.ErrorDocument ?? (site.CatchallDocument is null ? "404.html" : null),
                CatchallDocument = site.CatchallDocument,
            },
            IScalableComponent scalable => Scale(planned, scalable) with
            {
                Liveness = scalable.LivenessHealthCheck is { } liveness ? Probe(liveness, 0, HealthCheckDefaults.Liveness) : null,
            },
            _ => planned,
        };
    }

    // What buildpacks installed is on no search path: their launcher sets that up for the command it is given.
    private static string? RunCommand(IBuildableComponent component, ComponentBuild build)
    {
        var command = component.RunCommand is { Length: > 0 } stated ? stated : build.RunCommand;
        return command is not null && build.Launcher is { } launcher ? $"exec {launcher} -- /bin/sh -c {ShellWord.Quote(command)}" : command;
    }

    private static ReleaseComponent Scale(ReleaseComponent planned, IScalableComponent component)
    {
        var size = InstanceSizes.Resolve(component.InstanceSizeSlug);
        return planned with
        {
            InstanceCount = component.InstanceCount ?? component.Autoscaling?.MinInstanceCount ?? 1,
            Scaling = component.Autoscaling is { } autoscaling ? ScalingOf(autoscaling) : null,
            CpuMillicores = size.Cpus * 1000,
            MemoryBytes = size.MemoryBytes,
            GracePeriodSeconds = component.Termination?.GracePeriodSeconds ?? Termination.DefaultGracePeriodSeconds,
        };
    }

    /// <summary>By CPU whatever the spec measures: the other metrics need what a cluster does not have by itself.</summary>
    private static InstanceScaling ScalingOf(Autoscaling autoscaling)
    {
        var least = autoscaling.MinInstanceCount ?? 1;
        return new InstanceScaling(
            least,
            Math.Max(least, autoscaling.MaxInstanceCount ?? least),
            autoscaling.Metrics?.Cpu?.Percent ?? AutoscalingCpuMetric.DefaultPercent);
    }

    private static HealthProbe Probe(HealthCheck check, int defaultPort, HealthCheckDefaults defaults) => new(
        check.HttpPath is { Length: > 0 } path ? path : null,
        check.Port is { } port and > 0 ? port : defaultPort,
        check.InitialDelaySeconds ?? defaults.InitialDelaySeconds,
        check.PeriodSeconds ?? defaults.PeriodSeconds,
        check.TimeoutSeconds ?? defaults.TimeoutSeconds,
        check.SuccessThreshold ?? defaults.SuccessThreshold,
        check.FailureThreshold ?? defaults.FailureThreshold);

    private Dictionary<string, string> Environment(Deployment deployment, IBuildableComponent component)
    {
        var variables = new Dictionary<string, string>(
            environments.AtRun(deployment, component).Variables, StringComparer.Ordinal);
        if (component is ServiceSpec service)
        {
            _ = variables.TryAdd("PORT", service.EffectiveHttpPort.ToString());
        }

        return variables;
    }
}
