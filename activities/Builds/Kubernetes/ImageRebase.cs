namespace Pipelines.Activities.Builds.Kubernetes;

/// <summary>Asks for an image whose base is exchanged, without a build.</summary>
public sealed record ImageRebase
{
    /// <summary>Gets the key under which it is idempotent, file-name safe.</summary>
    public required string Key { get; init; }

    /// <summary>Gets the app's id.</summary>
    public required string AppId { get; init; }

    /// <summary>Gets the component's name.</summary>
    public required string Component { get; init; }

    /// <summary>Gets the image, as <c>repository@sha256:…</c>; buildpacks built it.</summary>
    public required string Image { get; init; }

    /// <summary>Gets the new base; null for the newest of the one it was built on.</summary>
    public string? RunImage { get; init; }

    /// <summary>Gets how long it may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);
}
