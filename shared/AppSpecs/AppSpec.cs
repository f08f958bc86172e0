using System.Text.Json.Serialization;

namespace Pipelines.AppSpecs;

/// <summary>
/// The desired configuration of an application: what its owner writes in <c>.do/app.yaml</c> or sends to
/// <c>POST /v2/apps</c>. Immutable, with structural equality; lists are never null. An absent member means
/// "the default", which normalisation makes explicit.
/// </summary>
public sealed record AppSpec
{
    /// <summary>The application's name: 2 to 32 characters, <c>^[a-z][a-z0-9-]{0,30}[a-z0-9]$</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Slug of the region (<see cref="Regions"/>); old data-centre slugs such as <c>nyc1</c> are accepted.</summary>
    public string? Region { get; init; }

    /// <summary>Components that answer HTTP requests.</summary>
    public IReadOnlyList<ServiceSpec> Services { get; init => field = ValueList.Of(value); } = ValueList<ServiceSpec>.Empty;

    /// <summary>Components that are built into files and served as such.</summary>
    public IReadOnlyList<StaticSiteSpec> StaticSites { get; init => field = ValueList.Of(value); } = ValueList<StaticSiteSpec>.Empty;

    /// <summary>Components that run without being reachable from outside.</summary>
    public IReadOnlyList<WorkerSpec> Workers { get; init => field = ValueList.Of(value); } = ValueList<WorkerSpec>.Empty;

    /// <summary>Components that run to completion around a deployment or on a schedule.</summary>
    public IReadOnlyList<JobSpec> Jobs { get; init => field = ValueList.Of(value); } = ValueList<JobSpec>.Empty;

    /// <summary>Serverless functions components.</summary>
    public IReadOnlyList<FunctionsSpec> Functions { get; init => field = ValueList.Of(value); } = ValueList<FunctionsSpec>.Empty;

    /// <summary>Databases that components refer to by bindable values.</summary>
    public IReadOnlyList<DatabaseSpec> Databases { get; init => field = ValueList.Of(value); } = ValueList<DatabaseSpec>.Empty;

    /// <summary>Host names under which the application is reachable; at most one is PRIMARY.</summary>
    public IReadOnlyList<DomainSpec> Domains { get; init => field = ValueList.Of(value); } = ValueList<DomainSpec>.Empty;

    /// <summary>Environment variables of every component; a component's own variable of the same key wins.</summary>
    public IReadOnlyList<EnvVar> Envs { get; init => field = ValueList.Of(value); } = ValueList<EnvVar>.Empty;

    /// <summary>Alerts about the application as a whole.</summary>
    public IReadOnlyList<AlertSpec> Alerts { get; init => field = ValueList.Of(value); } = ValueList<AlertSpec>.Empty;

    /// <summary>How requests reach the components.</summary>
    public IngressSpec? Ingress { get; init; }

    /// <summary>From which addresses the application's own requests leave.</summary>
    public EgressSpec? Egress { get; init; }

    /// <summary>Feature switches, for instance <c>buildpack-stack=ubuntu-22</c>.</summary>
    public IReadOnlyList<string> Features { get; init => field = ValueList.Of(value); } = ValueList<string>.Empty;

    /// <summary>Maintenance mode and archiving.</summary>
    public MaintenanceSpec? Maintenance { get; init; }

    /// <summary>The private network the application is attached to.</summary>
    public VpcSpec? Vpc { get; init; }

    /// <summary>True switches the cache at the edge off. Default false.</summary>
    public bool DisableEdgeCache { get; init; }

    /// <summary>True leaves e-mail addresses in served HTML as they are. Default false.</summary>
    public bool DisableEmailObfuscation { get; init; }

    /// <summary>True turns on layer-7 threat control at the edge. Default false.</summary>
    public bool EnhancedThreatControlEnabled { get; init; }

    /// <summary>Every component, in the order services, static sites, workers, jobs, functions.</summary>
    [JsonIgnore]
    public IEnumerable<IComponent> Components =>
        Services.Cast<IComponent>().Concat(StaticSites).Concat(Workers).Concat(Jobs).Concat(Functions);

    /// <summary>The component of that name, or null.</summary>
    /// <param name="name">A component's name; compared exactly.</param>
    /// <returns>The first component with that name.</returns>
    public IComponent? FindComponent(string name) =>
        Components.FirstOrDefault(component => string.Equals(component.Name, name, StringComparison.Ordinal));
}
