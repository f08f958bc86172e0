using System.Text.Json.Serialization;

namespace Pipelines.AppSpecs;

/// <summary>A component that runs to completion around a deployment or on a schedule.</summary>
public sealed record JobSpec : IScalableComponent
{
    /// <summary>How long a job may run when nothing is said.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(30);

    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <inheritdoc/>
    public GitSource? Git { get; init; }

    /// <inheritdoc/>
    [JsonPropertyName("github")]
    public GitHubSource? GitHub { get; init; }

    /// <inheritdoc/>
    [JsonPropertyName("gitlab")]
    public GitLabSource? GitLab { get; init; }

    /// <inheritdoc/>
    public BitbucketSource? Bitbucket { get; init; }

    /// <inheritdoc/>
    public ImageSource? Image { get; init; }

    /// <inheritdoc/>
    public string? DockerfilePath { get; init; }

    /// <inheritdoc/>
    public string? BuildCommand { get; init; }

    /// <inheritdoc/>
    public string? RunCommand { get; init; }

    /// <inheritdoc/>
    public string? SourceDir { get; init; }

    /// <inheritdoc/>
    public string? EnvironmentSlug { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<EnvVar> Envs { get; init => field = ValueList.Of(value); } = ValueList<EnvVar>.Empty;

    /// <inheritdoc/>
    public string? InstanceSizeSlug { get; init; }

    /// <inheritdoc/>
    public int? InstanceCount { get; init; }

    /// <summary>When the job runs; null is POST_DEPLOY.</summary>
    public JobKind? Kind { get; init; }

    /// <summary>The schedule of a SCHEDULED job; only and always for those.</summary>
    public JobSchedule? Schedule { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<AlertSpec> Alerts { get; init => field = ValueList.Of(value); } = ValueList<AlertSpec>.Empty;

    /// <inheritdoc/>
    public IReadOnlyList<LogDestination> LogDestinations { get; init => field = ValueList.Of(value); } = ValueList<LogDestination>.Empty;

    /// <inheritdoc/>
    public Termination? Termination { get; init; }

    /// <summary>How long the job may run, for instance <c>1h30m</c>; null is 30 minutes.</summary>
    public string? Timeout { get; init; }

    /// <summary>When the job runs, with the default applied.</summary>
    [JsonIgnore]
    public JobKind EffectiveKind => Kind ?? JobKind.PostDeploy;

    /// <summary>How long the job may run, with the default applied; also the default when the text is not a duration.</summary>
    [JsonIgnore]
    public TimeSpan EffectiveTimeout => SpecDuration.TryParse(Timeout, out var timeout) ? timeout : DefaultTimeout;

    ComponentKind IComponent.Kind => ComponentKind.Job;

    Autoscaling? IScalableComponent.Autoscaling => null;

    HealthCheck? IScalableComponent.LivenessHealthCheck => null;
}
