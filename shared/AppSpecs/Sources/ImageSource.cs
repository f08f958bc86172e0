using System.Text.Json.Serialization;

namespace Pipelines.AppSpecs;

/// <summary>A ready-made image. Its text form never shows the credentials.</summary>
public sealed record ImageSource
{
    /// <summary>The tag used when neither tag nor digest is given.</summary>
    public const string DefaultTag = "latest";

    /// <summary>The kind of registry; required.</summary>
    public RegistryType? RegistryType { get; init; }

    /// <summary>The registry's (owner's) name: empty for DOCR, required for DOCKER_HUB and GHCR.</summary>
    public string? Registry { get; init; }

    /// <summary>The repository's name; required.</summary>
    public string? Repository { get; init; }

    /// <summary>The tag; null is <c>latest</c> when there is no digest either.</summary>
    public string? Tag { get; init; }

    /// <summary>The digest, <c>sha256:</c> and 64 hexadecimal digits; not together with a tag.</summary>
    public string? Digest { get; init; }

    /// <summary><c>user:token</c> for pulling, or its encrypted form; a secret.</summary>
    public string? RegistryCredentials { get; init; }

    /// <summary>Deploying new images of the tag; DOCR only.</summary>
    public ImageDeployOnPush? DeployOnPush { get; init; }

    /// <summary>The tag with the default applied; null when there is a digest.</summary>
    [JsonIgnore]
    public string? EffectiveTag => Digest is null ? Tag ?? DefaultTag : null;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{RegistryType} {(Registry is null ? "" : Registry + "/")}{Repository}{(Digest is null ? ":" + EffectiveTag : "@" + Digest)}";
}
