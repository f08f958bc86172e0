using System.Text.Json.Serialization;

namespace Pipelines.AppSpecs;

/// <summary>A component that is built into files and served as such.</summary>
public sealed record StaticSiteSpec : IBuildableComponent, IRoutableComponent
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
    public string? DockerfilePath { get; init; }

    /// <inheritdoc/>
    public string? BuildCommand { get; init; }

    /// <inheritdoc/>
    public string? SourceDir { get; init; }

    /// <inheritdoc/>
    public string? EnvironmentSlug { get; init; }

    /// <summary>Where the build puts the files, relative to the source directory; null looks for _static, dist, public, build.</summary>
    public string? OutputDir { get; init; }

    /// <summary>The document served for a directory; null is <c>index.html</c>.</summary>
    public string? IndexDocument { get; init; }

    /// <summary>The document served with 404; null is <c>404.html</c>. Not together with <see cref="CatchallDocument"/>.</summary>
    public string? ErrorDocument { get; init; }

    /// <summary>The document served with 200 for every path without a file (single-page applications).</summary>
    public string? CatchallDocument { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<EnvVar> Envs { get; init => field = ValueList.Of(value); } = ValueList<EnvVar>.Empty;

    /// <inheritdoc/>
    public IReadOnlyList<RouteSpec> Routes { get; init => field = ValueList.Of(value); } = ValueList<RouteSpec>.Empty;

    /// <inheritdoc/>
    public CorsPolicy? Cors { get; init; }

    ComponentKind IComponent.Kind => ComponentKind.StaticSite;

    ImageSource? IBuildableComponent.Image => null;

    string? IBuildableComponent.RunCommand => null;

    IReadOnlyList<AlertSpec> IComponent.Alerts => ValueList<AlertSpec>.Empty;

    IReadOnlyList<LogDestination> IComponent.LogDestinations => ValueList<LogDestination>.Empty;
}
