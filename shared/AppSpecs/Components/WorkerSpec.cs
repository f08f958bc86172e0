using System.Text.Json.Serialization;

namespace Pipelines.AppSpecs;

/// <summary>A component that runs in the background, not reachable from outside.</summary>
public sealed record WorkerSpec : IScalableComponent
{
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

    /// <inheritdoc/>
    public Autoscaling? Autoscaling { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<AlertSpec> Alerts { get; init => field = ValueList.Of(value); } = ValueList<AlertSpec>.Empty;

    /// <inheritdoc/>
    public IReadOnlyList<LogDestination> LogDestinations { get; init => field = ValueList.Of(value); } = ValueList<LogDestination>.Empty;

    /// <inheritdoc/>
    public Termination? Termination { get; init; }

    /// <inheritdoc/>
    public HealthCheck? LivenessHealthCheck { get; init; }

    ComponentKind IComponent.Kind => ComponentKind.Worker;
}
