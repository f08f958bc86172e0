using Pipelines.Activities.Source;
using Pipelines.AppSpecs;

namespace Pipelines.Activities.Builds;

/// <summary>One build of one component.</summary>
public sealed record BuildRequest
{
    /// <summary>Gets the key of the build, file-name safe: the workspace, the container and the processes carry it.</summary>
    public required string Key { get; init; }

    /// <summary>Gets the app's id.</summary>
    public required string AppId { get; init; }

    /// <summary>Gets the app's spec (for features).</summary>
    public required AppSpec Spec { get; init; }

    /// <summary>Gets the component to build: it has exactly one git source.</summary>
    public required IBuildableComponent Component { get; init; }

    /// <summary>Gets the source.</summary>
    public required SourceSnapshot Snapshot { get; init; }

    /// <summary>Gets the repository's address without credentials, for the image's labels.</summary>
    public required string SourceUrl { get; init; }

    /// <summary>Gets the build-time environment, secrets decrypted.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the values that must not appear in the log.</summary>
    public IReadOnlyCollection<string> Secrets { get; init; } = [];

    /// <summary>Gets the repository of the image registry to push to.</summary>
    public required string ImageRepository { get; init; }

    /// <summary>Gets the stage of a Dockerfile to build; null for the last. Ignored by builds without a Dockerfile.</summary>
    public string? DockerfileTarget { get; init; }

    /// <summary>Gets a value indicating whether caches of earlier builds are ignored.</summary>
    public bool IgnoreCache { get; init; }

    /// <summary>Gets how long it may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(60);
}
