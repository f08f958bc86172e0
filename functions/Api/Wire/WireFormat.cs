using System.Globalization;
using Pipelines.AppSpecs;
using Pipelines.Clusters;
using Pipelines.Deployments;
using Pipelines.Deployments.Domains;

namespace Pipelines.Functions.Api.Wire;

/// <summary>Turns apps and deployments into what the Apps API shows of them.</summary>
/// <param name="deployments">The deployments, which an app's answer holds whole.</param>
/// <param name="cluster">Tells default URLs.</param>
/// <param name="domains">The domains.</param>
/// <param name="edge">Tells the URLs of domains with certificates.</param>
public sealed class WireFormat(DeploymentStore deployments, ICluster cluster, DomainStore domains, IDomainEdge edge)
{
    /// <summary>Shows an app with its deployments.</summary>
    public async Task<AppWire> OfAsync(App app, CancellationToken cancellation = default)
    {
        var url = cluster.GetDefaultUrl(app.Spec.Name);
        var own = app.Spec.Domains.Count == 0 ? [] : await domains.ListAsync(app.Id, cancellation);
        var live = LiveUrlOf(app, own);
        return new AppWire
        {
            Id = app.Id,
            OwnerUuid = app.OwnerId,
            Spec = app.Spec,
            ProjectId = app.ProjectId,
            TierSlug = TierOf(app.Spec),
            DefaultIngress = HasPublicComponent(app.Spec) ? url.ToString().TrimEnd('/') : null,
            LiveUrl = live?.TrimEnd('/'),
            LiveUrlBase = live?.TrimEnd('/'),
            LiveDomain = live is null ? null : new Uri(live).Host,
            Region = RegionOf(app.Spec),
            CreatedAt = app.CreatedAt,
            UpdatedAt = app.UpdatedAt,
            LastDeploymentCreatedAt = app.LastDeploymentCreatedAt,
            LastDeploymentActiveAt = app.LastDeploymentActiveAt,
            ActiveDeployment = await FindAsync(app.ActiveDeploymentId),
            InProgressDeployment = await FindAsync(app.InProgressDeploymentId),
            PendingDeployment = await FindAsync(app.PendingDeploymentId),
            PinnedDeployment = await FindAsync(app.PinnedDeploymentId),
            Domains = [.. app.Spec.Domains.Select(spec => own.FirstOrDefault(domain => domain.Host == Domain.HostOf(spec))).OfType<Domain>().Select(DomainWire.Of)],
        };

        async Task<DeploymentWire?> FindAsync(string? id) =>
            id is not null && await deployments.GetAsync(app.Id, id, cancellation) is { } deployment ? Of(deployment) : null;
    }

    // The app's own name once it serves with a certificate; until then, and without one, where it certainly answers.
    private string? LiveUrlOf(App app, IReadOnlyList<Domain> own) =>
        app.LiveUrl is not null && own.FirstOrDefault(domain => domain is { Phase: DomainPhase.Active, CertificateExpiresAt: not null, Spec.Type: DomainType.Primary }) is { } primary
            ? edge.GetSecureUrl(primary.Host).ToString()
            : app.LiveUrl;

    /// <summary>Shows a deployment.</summary>
    public static DeploymentWire Of(Deployment deployment) => new()
    {
        Id = deployment.Id,
        Spec = deployment.Spec,
        Services = Components(deployment, ComponentKind.Service),
        StaticSites = Components(deployment, ComponentKind.StaticSite),
        Workers = Components(deployment, ComponentKind.Worker),
        Jobs = Components(deployment, ComponentKind.Job),
        Functions = Components(deployment, ComponentKind.Functions),
        Phase = deployment.Phase,
        PhaseLastUpdatedAt = deployment.PhaseLastUpdatedAt,
        CreatedAt = deployment.CreatedAt,
        UpdatedAt = deployment.UpdatedAt,
        Cause = deployment.Cause.Description,
        CauseDetails = new CauseDetailsWire(deployment.Cause.Type),
        ClonedFrom = deployment.ClonedFrom,
        PreviousDeploymentId = deployment.PreviousDeploymentId,
        Progress = ProgressWire.Of(deployment.Steps),
        TierSlug = TierOf(deployment.Spec),
        Timing = TimingOf(deployment),
    };

    /// <summary>Shows a region.</summary>
    public static RegionWire Of(Region region) => new()
    {
        Slug = region.Slug,
        Label = region.Label,
        Flag = region.Flag,
        Continent = region.Continent,
        DataCenters = region.DataCenters,
        Default = region.Slug == Regions.Default.Slug,
    };

    private static RegionWire? RegionOf(AppSpec spec) => Regions.TryResolve(spec.Region, out var region) ? Of(region) : null;

    private static List<DeploymentComponentWire> Components(Deployment deployment, ComponentKind kind) =>
        [.. deployment.Spec.Components.Where(component => component.Kind == kind).Select(component => new DeploymentComponentWire(
            component.Name, deployment.CommitOf(component.Name)))];

    private static string TierOf(AppSpec spec) => spec.Components.OfType<IScalableComponent>()
        .Select(component => InstanceSizes.TryResolve(component.InstanceSizeSlug, out var size) ? size.TierSlug : "basic")
        .Contains("professional", StringComparer.Ordinal) ? "professional" : "basic";

    private static bool HasPublicComponent(AppSpec spec) => spec.Services.Count + spec.StaticSites.Count > 0;

    private static TimingWire TimingOf(Deployment deployment)
    {
        var build = deployment.Steps.FirstOrDefault(step => step.Name == DeploymentProgress.Build);
        var deploy = deployment.Steps.FirstOrDefault(step => step.Name == DeploymentProgress.Deploy);
        return new TimingWire(Seconds(deployment.CreatedAt, build?.StartedAt), Seconds(build?.StartedAt, build?.EndedAt), Seconds(deploy?.StartedAt, deploy?.EndedAt));
    }

    private static string? Seconds(DateTimeOffset? from, DateTimeOffset? to) =>
        from is null || to is null ? null : (to.Value - from.Value).TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
