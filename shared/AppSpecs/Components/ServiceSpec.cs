using System.Text.Json.Serialization;

namespace Pipelines.AppSpecs;

/// <summary>A component that answers HTTP requests.</summary>
public sealed record ServiceSpec : IScalableComponent, IRoutableComponent
{
    /// <summary>The port used when none is given.</summary>
    public const int DefaultHttpPort = 8080;

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

    /// <summary>The port the run command listens on, 1 to 65535; null is 8080. Also injected as PORT.</summary>
    public int? HttpPort { get; init; }

    /// <summary>The protocol spoken on that port; null is HTTP.</summary>
    public ServingProtocol? Protocol { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<RouteSpec> Routes { get; init => field = ValueList.Of(value); } = ValueList<RouteSpec>.Empty;

    /// <summary>The readiness check that a new instance must pass before it receives requests.</summary>
    public HealthCheck? HealthCheck { get; init; }

    /// <inheritdoc/>
    public CorsPolicy? Cors { get; init; }

    /// <summary>Further ports, open to the other components of the application only.</summary>
    public IReadOnlyList<int> InternalPorts { get; init => field = ValueList.Of(value); } = ValueList<int>.Empty;

    /// <inheritdoc/>
    public IReadOnlyList<AlertSpec> Alerts { get; init => field = ValueList.Of(value); } = ValueList<AlertSpec>.Empty;

    /// <inheritdoc/>
    public IReadOnlyList<LogDestination> LogDestinations { get; init => field = ValueList.Of(value); } = ValueList<LogDestination>.Empty;

    /// <inheritdoc/>
    public Termination? Termination { get; init; }

    /// <summary>Putting the service to sleep while nobody asks for it.</summary>
    public InactivitySleep? InactivitySleep { get; init; }

    /// <inheritdoc/>
    public HealthCheck? LivenessHealthCheck { get; init; }

    /// <summary>The port the service listens on, with the default applied.</summary>
    [JsonIgnore]
    public int EffectiveHttpPort => HttpPort ?? DefaultHttpPort;

    /// <summary>The protocol the service speaks, with the default applied.</summary>
    [JsonIgnore]
    public ServingProtocol EffectiveProtocol => Protocol ?? ServingProtocol.Http;

    ComponentKind IComponent.Kind => ComponentKind.Service;
}
