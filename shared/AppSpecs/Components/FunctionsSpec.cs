using System.Text.Json.Serialization;

namespace Pipelines.AppSpecs;

/// <summary>A serverless functions component.</summary>
public sealed record FunctionsSpec : IBuildableComponent, IRoutableComponent
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
    public string? SourceDir { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<EnvVar> Envs { get; init => field = ValueList.Of(value); } = ValueList<EnvVar>.Empty;

    /// <inheritdoc/>
    public IReadOnlyList<RouteSpec> Routes { get; init => field = ValueList.Of(value); } = ValueList<RouteSpec>.Empty;

    /// <inheritdoc/>
    public IReadOnlyList<AlertSpec> Alerts { get; init => field = ValueList.Of(value); } = ValueList<AlertSpec>.Empty;

    /// <inheritdoc/>
    public IReadOnlyList<LogDestination> LogDestinations { get; init => field = ValueList.Of(value); } = ValueList<LogDestination>.Empty;

    /// <inheritdoc/>
    public CorsPolicy? Cors { get; init; }

    ComponentKind IComponent.Kind => ComponentKind.Functions;

    ImageSource? IBuildableComponent.Image => null;

    string? IBuildableComponent.DockerfilePath => null;

    string? IBuildableComponent.BuildCommand => null;

    string? IBuildableComponent.RunCommand => null;

    string? IBuildableComponent.EnvironmentSlug => null;
}
